using System.Threading.Channels;
using CcsBridge.Local.Broker;
using CcsBridge.ServiceBus;
using Microsoft.Extensions.Time.Testing;
using TheBroker = CcsBridge.Local.Broker.LocalBroker;

namespace CcsBridge.Tests.ServiceBus;

/// <summary>The local broker and the client on one clock that the test pushes.</summary>
internal sealed class TwoOnOneClock : IAsyncDisposable
{
    private readonly Channel<BusNotice> _ends = Channel.CreateUnbounded<BusNotice>();
    private readonly Channel<BusNotice> _opens = Channel.CreateUnbounded<BusNotice>();
    private readonly AmqpBus _bus;

    public TwoOnOneClock()
    {
        Broker = TheBroker.Start(new BrokerOptions { Time = Time });
        _bus = new AmqpBus(
            ServiceBusConnectionString.Parse(Broker.ConnectionString),
            Time,
            new Random(1),
            notice => (notice.What == BusEvent.LinkOpened ? _opens : _ends).Writer.TryWrite(notice));
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public TheBroker Broker { get; }

    public Task<SendOutcome> SendAsync(string entity, BusMessage message) =>
        _bus.SendAsync(entity, message, TestContext.Current.CancellationToken).InTimeAsync();

    public IBusReceiver Open(string queue, int credit)
    {
        var receiver = _bus.OpenReceiver(queue);
        receiver.AddCredit(credit);
        return receiver;
    }

    public static Task<ReceivedMessage> ReceiveAsync(IBusReceiver receiver) =>
        receiver.ReceiveAsync(TestContext.Current.CancellationToken).InTimeAsync();

    /// <summary>Awaits that so many links have been opened.</summary>
    public async Task OpenedAsync(int links)
    {
        for (var i = 0; i < links; i++) await _opens.NextAsync();
    }

    /// <summary>Awaits that so many links were lost, and lets the waits before their next tries pass.</summary>
    public async Task PassLossAsync(int links)
    {
        var longest = TimeSpan.Zero;
        for (var i = 0; i < links; i++)
            if ((await _ends.NextAsync()).RetryIn is { } wait && wait > longest) longest = wait;
        Time.Advance(longest);
    }

    public async ValueTask DisposeAsync()
    {
        await _bus.DisposeAsync();
        await Broker.DisposeAsync();
    }
}
