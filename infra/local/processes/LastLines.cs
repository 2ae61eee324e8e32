namespace CcsBridge.Local.Processes;

/// <summary>The last lines of a child, at most 200: what a person needs when it failed. Safe from several threads.</summary>
internal sealed class LastLines
{
    public const int Kept = 200;

    private readonly Queue<OutputLine> _lines = new();

    public void Add(OutputLine line)
    {
        lock (_lines)
        {
            if (_lines.Count == Kept)
                _lines.Dequeue();
            _lines.Enqueue(line);
        }
    }

    /// <summary>The last so many lines, oldest first.</summary>
    public IReadOnlyList<OutputLine> Take(int count = Kept)
    {
        lock (_lines)
            return [.. _lines.TakeLast(count)];
    }
}
