namespace CcsBridge.Delivery;

/// <summary>What the promise of one sender depends on.</summary>
/// <param name="SenderId">The sender.</param>
/// <param name="Queue">Its downstream queue.</param>
/// <param name="Window">Messages unanswered on one session, at most.</param>
/// <param name="Connections">Sessions held open at once, those that are retiring not counted.</param>
/// <param name="MaxAttempts">Sends of one message that are refused for now or not answered, before it is given up.</param>
public sealed record DeliverySettings(string SenderId, string Queue, int Window, int Connections, int MaxAttempts)
{
    /// <summary>Unpublished upstream in the list: with so many messages, or <see cref="UpstreamBytes"/>, the sockets are left unread.</summary>
    public const int UpstreamMessages = 1000;

    /// <summary>8 MiB.</summary>
    public const long UpstreamBytes = 8 * 1024 * 1024;

    /// <summary>Received and not settled, at most: so a topic that refuses while the queue works holds few messages, each sent once.</summary>
    public int MostHeld => 2 * Window * Connections;
}
