namespace CcsBridge.Local;

/// <summary>What a person reads. One line at a time, whoever writes; plain text, so that a log reads as well as a terminal.</summary>
internal sealed class Screen(TextWriter output)
{
    private readonly Lock _lock = new();
    private volatile bool _parts;

    public void Say(string line = "")
    {
        lock (_lock)
            output.WriteLine(line);
    }

    /// <summary>A part's own line; shown once <see cref="ShowParts"/> was called, for before that the tour has the word.</summary>
    public void Part(string part, string line)
    {
        if (_parts)
            Say($"{part,-9} | {line}");
    }

    public void ShowParts() => _parts = true;

    public void HideParts() => _parts = false;
}
