using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.ServiceBus;

internal static class UnderLock
{
    /// <summary>A receiver that has taken one message from the peer, its lock over two minutes after the tests' start.</summary>
    public static async Task<(IBusReceiver Receiver, PeerOutLink Link)> ReceivedAsync(this ScriptedPeer peer, BusUnderTest bus, Guid lockToken)
    {
        var receiver = bus.Bus.OpenReceiver("downstream");
        receiver.AddCredit(1);
        var link = await peer.ReceiverAttachedAsync();
        await link.FlowAsync();
        await bus.NoticeAsync(BusEvent.LinkOpened);
        link.Deliver(lockToken);
        await receiver.ReceiveAsync(TestContext.Current.CancellationToken).InTimeAsync();
        return (receiver, link);
    }
}
