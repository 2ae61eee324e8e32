using System.Threading.Channels;
using CcsBridge.Connector.Sessions;
using CcsBridge.Delivery;
using CcsBridge.ServiceBus;

namespace CcsBridge.Connector.Deliveries;

/// <summary>
/// Gives the promise's core its inputs, one at a time, and carries its effects out. One mailbox, one reader; it never waits for a
/// session, so sessions may wait for it.
/// </summary>
internal sealed class DeliveryDriver(
    SenderDelivery core, Step<DeliveryInput, DeliveryEffect> step, DeliverySettings settings, IBus bus, TimeProvider time, ILogger log)
{
    private const int MailboxSize = 1024;

    private readonly Channel<Mail> _mailbox = Channel.CreateBounded<Mail>(new BoundedChannelOptions(MailboxSize) { SingleReader = true });
    private readonly Dictionary<SessionId, SessionDriver> _sessions = [];
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _underway = [];
    private volatile IBusReceiver? _receiver;
    private volatile string? _heldBecause;
    private int _sweepAt = 64;
    private bool _stopping;
    private long _turns;

    /// <summary>Whether the queue's link to the broker is open.</summary>
    public bool BusIsOpen => _receiver?.IsOpen == true;

    /// <summary>The condition with which an entity of the bus refuses events or copies; null: nothing is held.</summary>
    public string? HeldBecause => _heldBecause;

    /// <summary>Grows with every input taken: how health sees that the loop turns.</summary>
    public long Turns => Interlocked.Read(ref _turns);

    /// <summary>Waits while the mailbox is full.</summary>
    public ValueTask PostAsync(DeliveryInput input, SessionDriver? session = null) => _mailbox.Writer.WriteAsync(new Mail(input, session));

    /// <summary>Makes the loop turn once, if it does.</summary>
    public void Nudge() => _mailbox.Writer.TryWrite(Mail.Tick);

    /// <summary>Takes nothing new and waits until all that is under way has ended; false if that took longer than allowed.</summary>
    public async Task<bool> StopAsync(TimeSpan within)
    {
        await PostAsync(new DeliveryInput.Stopping());
        try
        {
            await IdleAsync().WaitAsync(within, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Runs until <paramref name="stop"/>; by then the sessions are closed.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var end = ending.Token;
        await using var receiver = bus.OpenReceiver(settings.Queue);
        _receiver = receiver;
        using var alarm = new Alarm(time, Nudge);
        using var closing = end.Register(() => _mailbox.Writer.TryComplete());
        Own(ReceiveAsync(receiver, end), end);
        try
        {
            while (await _mailbox.Reader.WaitToReadAsync(CancellationToken.None))
            {
                while (_mailbox.Reader.TryRead(out var mail))
                {
                    Take(mail, receiver, end);
                    alarm.Set(core.NextDue);
                }
            }
        }
        finally
        {
            ending.Cancel();
            await Task.WhenAll(_underway);
        }
    }

    // Awaited here and not in WaitAsync: there it would continue on the thread pool, outside of any simulation.
    private async Task IdleAsync() => await _idle.Task;

    private void Take(Mail mail, IBusReceiver receiver, CancellationToken end)
    {
        Interlocked.Increment(ref _turns);
        switch (mail.Input)
        {
            case DeliveryInput.SessionReady ready: _sessions[ready.Session] = mail.Session!; break;
            case DeliveryInput.SessionEnded over: _sessions.Remove(over.Session); break;
            case DeliveryInput.Stopping: _stopping = true; break;
        }

        foreach (var effect in step(mail.Input, time.GetUtcNow()))
            CarryOut(effect, receiver, end);
        _heldBecause = core.HeldBecause;
        if (_stopping && core.IsIdle)
            _idle.TrySetResult();
    }

    // A session that is not there any more has said so in our mailbox, or is about to: what was meant for it the core then knows as undone.
    private void CarryOut(DeliveryEffect effect, IBusReceiver receiver, CancellationToken end)
    {
        switch (effect)
        {
            case DeliveryEffect.Publish publish:
                Own(SendAsync(publish.Key, publish.Event.Type.Topic, BusWords.Message(publish.Event), end), end);
                break;
            case DeliveryEffect.PutBack putBack:
                Own(SendAsync(putBack.Key, settings.Queue, BusWords.Message(putBack.Copy), end), end);
                break;
            case DeliveryEffect.Acknowledge acknowledge:
                _sessions.GetValueOrDefault(acknowledge.Session)?.Acknowledge(acknowledge.From, acknowledge.MessageId);
                break;
            case DeliveryEffect.Send send:
                _sessions.GetValueOrDefault(send.Session)?.Submit(send.MessageId, send.Request);
                break;
            case DeliveryEffect.Retire retire:
                _sessions.GetValueOrDefault(retire.Session)?.Retire(retire.Reason);
                break;
            case DeliveryEffect.Complete complete:
                Own(SettleAsync(receiver, complete.LockToken, new SettleAs.Complete(), end), end);
                break;
            case DeliveryEffect.DeadLetter dead:
                Own(SettleAsync(receiver, dead.LockToken, new SettleAs.DeadLetter(dead.Reason, dead.Description), end), end);
                break;
            case DeliveryEffect.Release release:
                Own(SettleAsync(receiver, release.LockToken, new SettleAs.Release(), end), end);
                break;
            case DeliveryEffect.RenewLock renew:
                Own(RenewAsync(receiver, renew.LockToken, end), end);
                break;
            case DeliveryEffect.Credit credit:
                receiver.AddCredit(credit.More);
                break;
            case DeliveryEffect.WithdrawCredit:
                receiver.WithdrawCredit();
                break;
            case DeliveryEffect.Reading reading:
                foreach (var session in _sessions.Values)
                    session.Read(reading.On);
                break;
            case DeliveryEffect.Note note:
                Log.DeliveryNoted(log, settings.SenderId, note.Text);
                break;
            default:
                throw new InvalidOperationException($"no way to carry out {effect.GetType().Name}");
        }
    }

    private async Task SendAsync(long key, string entity, BusMessage message, CancellationToken end)
    {
        var outcome = await bus.SendAsync(entity, message, end);
        await PostAsync(new DeliveryInput.BusAnswered(key, BusWords.Answer(outcome)));
    }

    private async Task SettleAsync(IBusReceiver receiver, Guid lockToken, SettleAs how, CancellationToken end)
    {
        var settlement = await receiver.SettleAsync(lockToken, how, end);
        await PostAsync(new DeliveryInput.Settled(lockToken, settlement == Settlement.LockLost));
    }

    private async Task RenewAsync(IBusReceiver receiver, Guid lockToken, CancellationToken end)
    {
        var renewal = await receiver.RenewLockAsync(lockToken, end);
        await PostAsync(BusWords.Renewal(lockToken, renewal));
    }

    private async Task ReceiveAsync(IBusReceiver receiver, CancellationToken end)
    {
        while (true)
            await PostAsync(new DeliveryInput.Received(BusWords.Request(await receiver.ReceiveAsync(end))));
    }

    private void Own(Task work, CancellationToken end)
    {
        if (_underway.Count >= _sweepAt)
        {
            _underway.RemoveAll(task => task.IsCompleted);
            _sweepAt = Math.Max(64, 2 * _underway.Count);
        }

        _underway.Add(UntilEndedAsync(work, end));
    }

    private async Task UntilEndedAsync(Task work, CancellationToken end)
    {
        try
        {
            await work;
        }
        catch (Exception e) when (end.IsCancellationRequested && (e is OperationCanceledException or ChannelClosedException))
        {
            // The end was asked for; what was under way comes again.
        }
        catch (Exception e)
        {
            // A bug: the loop ends with it, and the process, and everything unacknowledged comes again.
            _mailbox.Writer.TryComplete(e);
        }
    }
}
