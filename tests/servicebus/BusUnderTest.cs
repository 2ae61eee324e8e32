using System.Threading.Channels;
using CcsBridge.ServiceBus;
using Microsoft.Extensions.Time.Testing;

namespace CcsBridge.Tests.ServiceBus;

/// <summary>The client against a scripted peer, its clock in the test's hands.</summary>
internal sealed class BusUnderTest : IAsyncDisposable
{
    private readonly Channel<BusNotice> _notices = Channel.CreateUnbounded<BusNotice>();

    public BusUnderTest(ServiceBusConnectionString target) =>
        Bus = new AmqpBus(target, Time, new Random(1), notice => _notices.Writer.TryWrite(notice));

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public AmqpBus Bus { get; }

    public static BusMessage Message(string id) => new(new byte[] { 1, 2, 3 }) { MessageId = id };

    public Task<SendOutcome> SendAsync(string id, string entity = "upstream") =>
        Bus.SendAsync(entity, Message(id), TestContext.Current.CancellationToken);

    /// <summary>The next notice; it must be of this kind.</summary>
    public async Task<BusNotice> NoticeAsync(BusEvent what)
    {
        var notice = await _notices.NextAsync();
        Assert.Equal(what, notice.What);
        return notice;
    }

    /// <summary>Lets the wait that the notice announced pass.</summary>
    public void WaitOut(BusNotice notice) => Time.Advance(notice.RetryIn ?? TimeSpan.Zero);

    public ValueTask DisposeAsync() => Bus.DisposeAsync();
}
