namespace CcsBridge.Connector.Sessions;

/// <summary>Which way a stanza went.</summary>
internal enum Direction
{
    FromEndpoint,
    ToEndpoint,
}

/// <summary>Where stanzas are shown, one at a time; in colour on a terminal.</summary>
internal sealed class StanzaScreen(TextWriter output, bool inColour)
{
    private readonly Lock _writing = new();

    /// <param name="direction">The arrow.</param>
    /// <param name="session">The sender and the session, as the log names them.</param>
    /// <param name="stanzas">Whole ones, in lines.</param>
    /// <param name="now">When.</param>
    public void Show(Direction direction, string session, IReadOnlyList<string> stanzas, DateTimeOffset now)
    {
        var (arrow, colour) = direction == Direction.ToEndpoint ? ("->", "36") : ("<-", "32");
        foreach (var stanza in stanzas)
        {
            var text = $"{now.UtcDateTime:HH:mm:ss.fff} {arrow} {session}\n  {stanza.Replace("\n", "\n  ", StringComparison.Ordinal)}";
            lock (_writing)
                output.WriteLine(inColour ? $"\e[{colour}m{text}\e[0m" : text);
        }
    }
}
