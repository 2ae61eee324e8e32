namespace CcsBridge.Connector;

/// <summary>The rest of a session's life after its successor took over.</summary>
/// <param name="Life">Ends when the session does.</param>
/// <param name="Close">Asks it to close its stream.</param>
internal sealed record SessionTail(Task<SessionEnd> Life, Action Close);

/// <summary>A sender's tails, at most four: a fifth closes the oldest. They hold acknowledgements, so a stop awaits them.</summary>
internal sealed class SessionTails
{
    private const int Most = 4;

    private readonly List<SessionTail> _tails = [];

    public void Add(SessionTail tail)
    {
        _tails.RemoveAll(known => known.Life.IsCompleted);
        if (_tails.Count == Most)
        {
            _tails[0].Close();
            _tails.RemoveAt(0);
        }

        _tails.Add(tail);
    }

    public Task EndAsync() => Task.WhenAll(_tails.Select(tail => tail.Life));
}
