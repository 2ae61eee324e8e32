using CcsBridge.ServiceBus;

namespace CcsBridge.Assumptions;

/// <summary>What comes from one entity, one message at a time and under lock.</summary>
internal sealed class Inbox(IBusReceiver receiver) : IAsyncDisposable
{
    /// <summary>So many messages that are not ours may be in the way.</summary>
    private const int MostForeign = 100;

    private readonly HashSet<Guid> _ours = [];
    private readonly HashSet<Guid> _foreign = [];
    private bool _asked;

    public void Ask()
    {
        if (!_asked) receiver.AddCredit(1);
        _asked = true;
    }

    public void Withdraw()
    {
        receiver.WithdrawCredit();
        _asked = false;
    }

    /// <summary>The next one whose id begins with <paramref name="run"/>; null if none came in time.</summary>
    public async Task<ReceivedMessage?> NextAsync(string run, TimeSpan patience, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        over.CancelAfter(patience);
        while (true)
        {
            Ask();
            if (await ReceiveAsync(over.Token, cancel) is not { } message) return null;
            var id = message.Message.MessageId ?? "";
            if (id.StartsWith(run, StringComparison.Ordinal))
            {
                _ours.Add(message.LockToken);
                return message;
            }

            await PutAsideAsync(message, id.StartsWith(Trial.IdPrefix, StringComparison.Ordinal), cancel);
        }
    }

    public Task<Settlement> SettleAsync(ReceivedMessage message, SettleAs how, CancellationToken cancel)
    {
        _ours.Remove(message.LockToken);
        return receiver.SettleAsync(message.LockToken, how, cancel);
    }

    public Task<LockRenewal> RenewAsync(ReceivedMessage message, CancellationToken cancel) => receiver.RenewLockAsync(message.LockToken, cancel);

    /// <summary>Closes the link; what came on it can still be settled here.</summary>
    public ValueTask CloseLinkAsync() => receiver.DisposeAsync();

    public void Leave(ReceivedMessage message) => _ours.Remove(message.LockToken);

    public async ValueTask DisposeAsync()
    {
        Withdraw();
        foreach (var token in _ours) await receiver.SettleAsync(token, new SettleAs.Complete(), CancellationToken.None);
        foreach (var token in _foreign) await receiver.SettleAsync(token, new SettleAs.Release(), CancellationToken.None);
        await receiver.DisposeAsync();
    }

    private async Task<ReceivedMessage?> ReceiveAsync(CancellationToken over, CancellationToken cancel)
    {
        try
        {
            var message = await receiver.ReceiveAsync(over);
            _asked = false;
            return message;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task PutAsideAsync(ReceivedMessage message, bool leftOver, CancellationToken cancel)
    {
        if (leftOver)
        {
            // Of an earlier run that was stopped.
            await receiver.SettleAsync(message.LockToken, new SettleAs.Complete(), cancel);
            return;
        }

        _foreign.Add(message.LockToken);
        if (_foreign.Count > MostForeign)
            throw new NotTriedException($"more than {MostForeign} messages of somebody else are in the way");
    }
}
