using System.Threading.Channels;
using Amqp;
using Amqp.Framing;

namespace CcsBridge.ServiceBus;

/// <summary>
/// Receives from one queue under lock. What has come waits in a buffer that holds no more than was asked for: the library ends the
/// connection of a broker that sends beyond its credit.
/// </summary>
internal sealed class QueueReceiver(string queue, LockOperations locks, TimeProvider time, CancellationToken busStop) : IBusReceiver
{
    /// <summary>How long a drain may take; the broker's answer to it cannot be seen.</summary>
    public static readonly TimeSpan DrainWithin = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Channel<ReceivedMessage> _buffer = Channel.CreateUnbounded<ReceivedMessage>();
    private readonly ReceiverCredit _credit = new();
    private readonly HeldDeliveries _held = new(time);
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(busStop);
    private OpenLink? _open;
    private ITimer? _drain;
    private Task _loop = Task.CompletedTask;
    private bool _disposed;

    public bool IsOpen
    {
        get
        {
            lock (_gate) return _open is { IsLive: true };
        }
    }

    /// <summary>Begins to open the link; called once.</summary>
    public void Run(Func<QueueReceiver, CancellationToken, Task> loop) => _loop = RunAsync(loop);

    public async Task<ReceivedMessage> ReceiveAsync(CancellationToken cancel)
    {
        try
        {
            return await _buffer.Reader.ReadAsync(cancel);
        }
        catch (ChannelClosedException e) when (e.InnerException is null)
        {
            throw new ObjectDisposedException(nameof(IBusReceiver));
        }
    }

    public void AddCredit(int messages)
    {
        lock (_gate) Tell(_credit.Add(messages));
    }

    public void WithdrawCredit()
    {
        lock (_gate) Tell(_credit.Withdraw());
    }

    public async Task<LockRenewal> RenewLockAsync(Guid lockToken, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        string? link;
        lock (_gate)
        {
            if (!_held.Has(lockToken)) return new LockRenewal.Lost();
            link = _open is { IsLive: true } open ? open.Link.Name : null;
        }

        var renewal = await locks.RenewAsync(lockToken, link, cancel);
        lock (_gate)
        {
            if (renewal is LockRenewal.Renewed renewed) _held.Renewed(lockToken, renewed.LockedUntil);
            if (renewal is LockRenewal.Lost && _held.Take(lockToken) is { } lost) TrySettle(lost, new SettleAs.Release());
        }

        return renewal;
    }

    public async Task<Settlement> SettleAsync(Guid lockToken, SettleAs how, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_held.Take(lockToken) is not { } held) return Settlement.LockLost;
            if (TrySettle(held, how)) return Settlement.Sent;
            if (held.LockedUntil <= time.GetUtcNow()) return Settlement.LockLost;
        }

        return await locks.SettleAsync(lockToken, how, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true)) return;
        WithdrawCredit();
        // What nobody has taken from the buffer is given back; the credit is gone, so it does not come again here.
        _buffer.Writer.TryComplete();
        while (_buffer.Reader.TryRead(out var message)) await SettleAsync(message.LockToken, new SettleAs.Release(), CancellationToken.None);
        _stop.Cancel();
        await _loop;
        lock (_gate) _drain?.Dispose();
        _stop.Dispose();
    }

    public Link Create(Session session, string name, OnAttached attached) => new ReceiverLink(
        session,
        name,
        new Attach
        {
            Source = new Source { Address = queue },
            Target = new Target { Address = name },
            SndSettleMode = SenderSettleMode.Unsettled,
            // We settle by ourselves and do not wait for the broker: that is mode "first" (AMQP 1.0 §2.8.3).
            RcvSettleMode = ReceiverSettleMode.First,
        },
        attached);

    public void Hear(LinkNews news)
    {
        lock (_gate)
        {
            if (news is LinkNews.Opened opened)
            {
                _open = opened.Link;
                var link = (ReceiverLink)opened.Link.Link;
                // No automatic credit: it would be given again for every message released, and the message would come straight back.
                link.Start(0, (_, message) => Came(opened.Link, message));
                Tell(_credit.LinkOpened());
                return;
            }

            _open = null;
            _held.LinkEnded();
            _credit.LinkEnded();
        }
    }

    private async Task RunAsync(Func<QueueReceiver, CancellationToken, Task> loop)
    {
        try
        {
            await loop(this, _stop.Token);
            _buffer.Writer.TryComplete();
        }
        catch (Exception e)
        {
            // A bug of ours: whoever receives hears of it.
            _buffer.Writer.TryComplete(e);
        }
    }

    // On the library's reading thread: what it throws ends the connection.
    private void Came(OpenLink on, Message message)
    {
        var received = IncomingMessage.Read(message);
        lock (_gate)
        {
            if (on != _open) return;
            _held.Add(received, message.GetDelivery(), lost => Settle(on, lost, new Released()));
            if (!_buffer.Writer.TryWrite(received) && _held.Take(received.LockToken) is { } late) TrySettle(late, new SettleAs.Release());
            Tell(_credit.Came());
        }
    }

    private void Tell(CreditStep step)
    {
        if (step.Kind == CreditStepKind.Nothing || _open is not { } open) return;
        var link = (ReceiverLink)open.Link;
        try
        {
            link.SetCredit(step.Messages, step.Kind == CreditStepKind.Drain ? CreditMode.Drain : CreditMode.Manual);
        }
        catch (Exception e) when (Fault.IsExpected(e))
        {
            // The link is ending; its loop hears of it, and the count starts anew on the next.
            open.Drop(Fault.Describe(e));
        }

        if (step.Kind == CreditStepKind.Drain) WatchDrain();
    }

    private void WatchDrain()
    {
        _drain ??= time.CreateTimer(_ => DrainOver(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _drain.Change(DrainWithin, Timeout.InfiniteTimeSpan);
    }

    private void DrainOver()
    {
        lock (_gate) Tell(_credit.DrainOver());
    }

    // Only the link that it came on can name the delivery.
    private bool TrySettle(HeldDelivery held, SettleAs how) =>
        held.Delivery is { } delivery && _open is { IsLive: true } open && Settle(open, delivery, SettledState.Of(how));

    private static bool Settle(OpenLink on, MessageDelivery delivery, DeliveryState state)
    {
        try
        {
            ((ReceiverLink)on.Link).Complete(delivery, state);
            return true;
        }
        catch (Exception e) when (Fault.IsExpected(e))
        {
            return false;
        }
    }
}
