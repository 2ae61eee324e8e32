using Amqp.Framing;
using Amqp.Types;
using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.ServiceBus;

public sealed class SettlingTests : IAsyncDisposable
{
    private static readonly Guid Token = new("00112233-4455-6677-8899-aabbccddeeff");

    private readonly ScriptedPeer _peer = ScriptedPeer.Start();
    private readonly BusUnderTest _bus;

    public SettlingTests() => _bus = new BusUnderTest(_peer.Target);

    [Fact]
    public async Task Completing_says_accepted_and_does_not_wait()
    {
        var (receiver, link) = await ReceivedAsync();

        Assert.Equal(Settlement.Sent, await SettleAsync(receiver, new SettleAs.Complete()));
        var disposed = await link.DispositionAsync();
        Assert.Equal((Token, true), (disposed.LockToken, disposed.Settled));
        Assert.IsType<Accepted>(disposed.State);
    }

    [Fact]
    public async Task Releasing_says_released()
    {
        var (receiver, link) = await ReceivedAsync();

        Assert.Equal(Settlement.Sent, await SettleAsync(receiver, new SettleAs.Release()));
        Assert.IsType<Released>((await link.DispositionAsync()).State);
    }

    [Fact]
    public async Task Dead_lettering_says_rejected_with_both_texts_cut_to_what_is_allowed()
    {
        var (receiver, link) = await ReceivedAsync();

        Assert.Equal(Settlement.Sent, await SettleAsync(receiver, new SettleAs.DeadLetter("BAD", new string('x', 5_000))));
        var error = Assert.IsType<Rejected>((await link.DispositionAsync()).State).Error;
        Assert.Equal("com.microsoft:dead-letter", (string)error.Condition);
        Assert.Equal("BAD", error.Info[new Symbol("DeadLetterReason")]);
        Assert.Equal(new string('x', 4_096), error.Info[new Symbol("DeadLetterErrorDescription")]);
    }

    [Fact]
    public async Task A_message_is_settled_once()
    {
        var (receiver, _) = await ReceivedAsync();
        await SettleAsync(receiver, new SettleAs.Complete());

        Assert.Equal(Settlement.LockLost, await SettleAsync(receiver, new SettleAs.Complete()));
    }

    [Fact]
    public async Task Closing_gives_back_what_nobody_took()
    {
        await using var receiver = _bus.Bus.OpenReceiver("downstream");
        receiver.AddCredit(2);
        var link = await _peer.ReceiverAttachedAsync();
        await link.FlowAsync();
        var sent = _bus.SendAsync("m-1");
        var send = await (await _peer.SenderAttachedAsync()).SendAsync();
        link.Deliver(Token);
        send.Complete();
        // One connection, one reader: the message that was written before the confirmation has come before it.
        await sent.InTimeAsync();
        await receiver.DisposeAsync();

        var given = await link.DispositionAsync();
        Assert.Equal((Token, true), (given.LockToken, given.Settled));
        Assert.IsType<Released>(given.State);
    }

    public async ValueTask DisposeAsync()
    {
        await _bus.DisposeAsync();
        await _peer.DisposeAsync();
    }

    private static Task<Settlement> SettleAsync(IBusReceiver receiver, SettleAs how) =>
        receiver.SettleAsync(Token, how, TestContext.Current.CancellationToken).InTimeAsync();

    private Task<(IBusReceiver Receiver, PeerOutLink Link)> ReceivedAsync() => _peer.ReceivedAsync(_bus, Token);
}
