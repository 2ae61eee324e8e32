using System.Threading.Channels;
using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.Plays;

/// <summary>A play's topics and queue in the broker's place: the bridge's drivers know no difference.</summary>
internal sealed class ScriptedBus : IBus, IBusReceiver
{
    private readonly Channel<ReceivedMessage> _given = Channel.CreateUnbounded<ReceivedMessage>();
    private readonly Traffic _traffic;

    public ScriptedBus(Func<DateTimeOffset> now, Traffic traffic)
    {
        _traffic = traffic;
        Script = new BusScript(now, HandOut);
    }

    public BusScript Script { get; }

    public bool IsOpen => true;

    public IBusReceiver OpenReceiver(string queue) => this;

    public async Task<SendOutcome> SendAsync(string entity, BusMessage message, CancellationToken cancel)
    {
        var answered = new TaskCompletionSource<SendOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        Script.Send(entity, message, outcome =>
        {
            _traffic.Count(1);
            answered.TrySetResult(outcome);
        });
        _traffic.Count(-1);
        return await answered.Task.WaitAsync(cancel);
    }

    public Task<ReceivedMessage> ReceiveAsync(CancellationToken cancel) => _given.Reader.ReadAsync(cancel).AsTask();

    public void AddCredit(int messages)
    {
        Script.Credit(messages);
        _traffic.Count(-1);
    }

    public void WithdrawCredit()
    {
        Script.WithdrawCredit();
        _traffic.Count(-1);
    }

    // The word that went out is taken, and its answer is under way: the account is the same.
    public Task<LockRenewal> RenewLockAsync(Guid lockToken, CancellationToken cancel) =>
        Task.FromResult<LockRenewal>(new LockRenewal.Renewed(Script.Renewed()));

    public Task<Settlement> SettleAsync(Guid lockToken, SettleAs how, CancellationToken cancel)
    {
        Script.Settle(lockToken, how);
        return Task.FromResult(Settlement.Sent);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void HandOut(ReceivedMessage message)
    {
        _traffic.Count(1);
        _given.Writer.TryWrite(message);
    }
}
