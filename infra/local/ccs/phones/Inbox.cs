using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Local.Ccs.Phones;

/// <summary>What a phone's app got, the 1,000 newest. Numbers start at 1 and have no gaps.</summary>
internal sealed class Inbox
{
    private const int Most = 1000;
    private readonly Queue<InboxMessage> _messages = new();

    public long LastNumber { get; private set; }

    public long Add(DownstreamRequest request, string sender, DateTimeOffset received)
    {
        if (_messages.Count == Most)
            _messages.Dequeue();
        _messages.Enqueue(new InboxMessage(
            ++LastNumber, request.MessageId, sender, request.Data, request.Notification, request.CollapseKey, received));
        return LastNumber;
    }

    public IReadOnlyList<InboxMessage> After(long number) => [.. _messages.Where(m => m.Number > number)];
}
