using Amqp;

namespace CcsBridge.ServiceBus;

/// <summary>An attached link on a session of its own.</summary>
internal sealed class OpenLink(Connection connection, Session session, AttachedLink attached, DateTimeOffset authorizedUntil)
{
    private readonly TaskCompletionSource<string> _dropped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Connection Connection => connection;

    public Link Link => attached.Link;

    /// <summary>The broker's limit in bytes; 0: none.</summary>
    public ulong MaxMessageSize => attached.Remote is { } remote && remote.MaxMessageSize != ulong.MaxValue ? remote.MaxMessageSize : 0;

    public DateTimeOffset AuthorizedUntil => authorizedUntil;

    /// <summary>
    /// Whether what is heard on the link now is the broker's own word. Each level is asked: while a connection or session is ending,
    /// the library already makes up outcomes for a link that still calls itself attached.
    /// </summary>
    public bool IsLive =>
        connection is { IsClosed: false, ConnectionState: ConnectionState.Opened }
        && session is { IsClosed: false, SessionState: SessionState.Opened }
        && attached.Link is { IsClosed: false, LinkState: LinkState.Attached };

    /// <summary>Gives the link up, though the broker has not ended it.</summary>
    public void Drop(string reason) => _dropped.TrySetResult(reason);

    /// <summary>Waits until the link ends or <paramref name="due"/> does; the reason of the end, or null.</summary>
    public async Task<string?> EndedAsync(Task due)
    {
        var first = await Task.WhenAny(attached.Closed, _dropped.Task, due);
        if (first == attached.Closed) return Fault.Describe(await attached.Closed);
        if (first == _dropped.Task) return await _dropped.Task;
        await due;
        return null;
    }

    /// <summary>Ends the session and with it the link; does not wait for the broker.</summary>
    public void Close() => session.End();
}
