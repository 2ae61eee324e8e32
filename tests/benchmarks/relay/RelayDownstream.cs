using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CcsBridge.ServiceBus;

namespace CcsBridge.Benchmarks.Relays;

/// <summary>
/// Received under lock, written, answered, event confirmed, settled. Credit as the connector's: the free window and half a window ahead,
/// in pieces; twice the window may be unsettled.
/// </summary>
internal sealed class RelayDownstream(RelaySettings settings, AmqpBus bus, IBusReceiver receiver, Bursts bursts, Underway underway)
{
    private readonly ConcurrentDictionary<string, Guid> _written = new();
    private readonly Dictionary<string, object> _properties = new() { ["messageType"] = "accepted", ["senderId"] = settings.SenderId };

    // As long as the connector's.
    private readonly byte[] _event = PrebuiltEvent.Of(430);
    private readonly Lock _gate = new();
    private readonly Queue<ReceivedMessage> _waiting = [];
    private int _unanswered;
    private int _unsettled;
    private int _credit;
    private long _events;

    public async Task ReceiveAsync(CancellationToken cancel)
    {
        Count(0, 0);
        while (true)
        {
            var received = await receiver.ReceiveAsync(cancel);
            lock (_gate)
            {
                _credit--;
                _unsettled++;
                _waiting.Enqueue(received);
                Write();
            }
        }
    }

    public void Answered(ReadOnlySpan<byte> stanza)
    {
        var id = Encoding.UTF8.GetString(RelayStanza.Value(stanza, RelayStanza.MessageIdIs));
        if (!_written.TryRemove(id, out var lockToken))
            throw new FormatException($"an answer to '{id}', which was not written");
        Count(answered: 1, settled: 0);
        underway.Add(FinishAsync(id, lockToken));
    }

    private async Task FinishAsync(string id, Guid lockToken)
    {
        await PrebuiltEvent.SendAsync(bus, "outcomes", new BusMessage(_event)
        {
            MessageId = string.Create(CultureInfo.InvariantCulture, $"relay-outcome-{Environment.ProcessId}-{++_events}"),
            CorrelationId = id,
            ContentType = PrebuiltEvent.ContentType,
            Properties = _properties,
        });
        if (await receiver.SettleAsync(lockToken, new SettleAs.Complete(), CancellationToken.None) == Settlement.LockLost)
            throw new IOException("a lock was lost");
        Count(answered: 0, settled: 1);
    }

    private void Count(int answered, int settled)
    {
        lock (_gate)
        {
            _unanswered -= answered;
            _unsettled -= settled;
            Write();
            var ahead = settings.Window / 2;
            var more = Math.Min(settings.Window - _unanswered - _waiting.Count + ahead, 2 * settings.Window - _unsettled) - _credit;
            if (more < Math.Max(1, ahead / 4))
                return;
            _credit += more;
            receiver.AddCredit(more);
        }
    }

    private void Write()
    {
        while (_unanswered < settings.Window && _waiting.TryDequeue(out var received))
        {
            _unanswered++;
            var id = received.Message.MessageId!;
            _written[id] = received.LockToken;
            bursts.Add(RelayStanza.Message(Encoding.UTF8.GetBytes(id), received.Message.Body.Span));
        }
    }
}
