using System.Buffers;

namespace CcsBridge.Local.Ccs.Endpoint;

internal enum Phase
{
    /// <summary>Nothing but a stream header may come.</summary>
    Opening,
    LoggingIn,

    /// <summary>Logged in; a new stream header must come.</summary>
    Restarting,
    Binding,
    Bound,
}

/// <summary>All that dies with one connection: where its handshake is, what was delivered on it, what it owes answers for.</summary>
internal sealed class Connection(int id, int longestStanza, DateTimeOffset handshakeEnds)
{
    private readonly ArrayBufferWriter<byte> _unread = new();

    public int Id => id;

    public Phase Phase { get; set; } = Phase.Opening;

    /// <summary>A header of ours is out, so a stream error may follow.</summary>
    public bool HeaderSent { get; set; }

    public StanzaCutter Cutter { get; } = new(longestStanza);

    public StanzaParser Parser { get; } = new();

    public string Sender { get; set; } = "";

    public string Jid { get; set; } = "";

    public DateTimeOffset? HandshakeEnds { get; set; } = handshakeEnds;

    public DateTimeOffset? NextSpace { get; set; }

    public DateTimeOffset? DrainEnds { get; set; }

    public DateTimeOffset? NextDue => Muted ? null : new[] { HandshakeEnds, NextSpace, DrainEnds, Drip?.Due }.Min();

    public DrainSignal? Draining { get; set; }

    /// <summary>Half-open: what comes is lost, nothing goes out, and only the peer can end it.</summary>
    public bool Muted { get; set; }

    /// <summary>How what is written goes out, if not at once.</summary>
    public Drip? Drip { get; set; }

    public bool TakesUpstream => Phase == Phase.Bound && Draining is null;

    /// <summary>Upstream written here and not acked, oldest first.</summary>
    public List<Upstream.Entry> Delivered { get; } = [];

    /// <summary>Ids of downstream messages that came here and have no answer yet.</summary>
    public HashSet<string> Unanswered { get; } = [];

    public bool ReadingStopped { get; set; }

    public int UnreadBytes => _unread.WrittenCount;

    /// <summary>The head may have had a read under way when reading stopped: what it brought waits here.</summary>
    public void KeepUnread(ReadOnlyMemory<byte> bytes) => _unread.Write(bytes.Span);

    public ReadOnlyMemory<byte> TakeUnread()
    {
        var bytes = _unread.WrittenSpan.ToArray();
        _unread.Clear();
        return bytes;
    }
}
