using CcsBridge.Local.Broker;
using CcsBridge.ServiceBus;
using Settlement = CcsBridge.ServiceBus.Settlement;

namespace CcsBridge.Tests.ServiceBus;

/// <summary>The client against the local broker, which was written apart from it. Both on one clock, in the test's hands.</summary>
public sealed class LocalBrokerTests : IAsyncDisposable
{
    private const string Queue = "downstream";
    private static readonly TimeSpan LockDuration = TimeSpan.FromMinutes(2);

    private readonly TwoOnOneClock _two = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_goes_in_and_comes_out_as_it_was()
    {
        var sent = new BusMessage("{\"to\":\"x\"}"u8.ToArray())
        {
            MessageId = "m-1",
            CorrelationId = "c-1",
            Subject = "s",
            ContentType = "application/json",
            TimeToLive = TimeSpan.FromHours(1),
            Properties = new Dictionary<string, object> { ["attempts"] = 3, ["hop"] = 7L, ["where"] = new Uri("https://example.com/") },
        };
        Assert.IsType<SendOutcome.Confirmed>(await _two.SendAsync(Queue, sent));
        var received = await TwoOnOneClock.ReceiveAsync(_two.Open(Queue, credit: 1));

        Assert.Equal((0, _two.Time.GetUtcNow()), (received.DeliveryCount, received.EnqueuedTime));
        Assert.Equal(_two.Time.GetUtcNow() + LockDuration, received.LockedUntil);
        Assert.Equal(sent.Body.ToArray(), received.Message.Body.ToArray());
        Assert.Equal(sent.Properties, received.Message.Properties);
        Assert.Equal(
            ("m-1", "c-1", "s", "application/json", TimeSpan.FromHours(1)),
            (received.Message.MessageId, received.Message.CorrelationId, received.Message.Subject, received.Message.ContentType,
                received.Message.TimeToLive));
    }

    [Fact]
    public async Task Each_settlement_reaches_the_broker()
    {
        var receiver = _two.Open(Queue, credit: 3);
        foreach (var (id, how) in new (string, SettleAs)[]
            { ("m-1", new SettleAs.Complete()), ("m-2", new SettleAs.DeadLetter("BAD", "why")), ("m-3", new SettleAs.Release()) })
        {
            await _two.SendAsync(Queue, BusUnderTest.Message(id));
            var received = await TwoOnOneClock.ReceiveAsync(receiver);
            Assert.Equal(Settlement.Sent, await receiver.SettleAsync(received.LockToken, how, Cancel));
            await _two.Broker.Happenings.FirstAsync<Happening.Settled>(Queue, id, Cancel).InTimeAsync();
        }

        Assert.Equal("BAD", (await _two.Broker.Happenings.FirstAsync<Happening.DeadLettered>(Queue, "m-2", Cancel).InTimeAsync()).Reason);
        Assert.Equal(new EntityCounts(Available: 1, Locked: 0, Scheduled: 0), _two.Broker.Count(Queue));
    }

    [Fact]
    public async Task A_scheduled_message_is_kept_back_until_its_time()
    {
        var due = _two.Time.GetUtcNow().AddSeconds(15);
        var receiver = _two.Open(Queue, credit: 1);
        await _two.SendAsync(Queue, BusUnderTest.Message("m-1") with { ScheduledEnqueueTime = due });
        await _two.Broker.Happenings.FirstAsync<Happening.Scheduled>(Queue, "m-1", Cancel).InTimeAsync();
        _two.Time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal("m-1", (await TwoOnOneClock.ReceiveAsync(receiver)).Message.MessageId);
    }

    [Fact]
    public async Task No_more_comes_than_was_asked_for_and_none_after_it_was_withdrawn()
    {
        foreach (var id in new[] { "m-1", "m-2", "m-3", "m-4" }) await _two.SendAsync(Queue, BusUnderTest.Message(id));
        var receiver = _two.Open(Queue, credit: 2);
        await TwoOnOneClock.ReceiveAsync(receiver);
        await TwoOnOneClock.ReceiveAsync(receiver);
        Assert.Equal(new EntityCounts(Available: 2, Locked: 2, Scheduled: 0), _two.Broker.Count(Queue));
        receiver.AddCredit(1);
        await TwoOnOneClock.ReceiveAsync(receiver);
        receiver.AddCredit(2);
        await TwoOnOneClock.ReceiveAsync(receiver);
        receiver.WithdrawCredit();
        // A send on the same connection: its confirmation comes after the drain was read.
        await _two.SendAsync(Queue, BusUnderTest.Message("m-5"));
        var before = _two.Broker.Count(Queue);
        await _two.SendAsync(Queue, BusUnderTest.Message("m-6"));

        Assert.Equal(before! with { Available = before.Available + 1 }, _two.Broker.Count(Queue));
    }

    [Fact]
    public async Task An_entity_that_is_not_there_is_refused()
    {
        var refused = Assert.IsType<SendOutcome.Refused>(await _two.SendAsync("nowhere", BusUnderTest.Message("m-1")));

        Assert.Equal((RefusalScope.Entity, "amqp:not-found"), (refused.Scope, refused.Condition));
    }

    [Fact]
    public async Task A_wrong_key_is_refused()
    {
        await using var stranger = new BusUnderTest(ServiceBusConnectionString.Parse(
            _two.Broker.ConnectionString.Replace("SharedAccessKey=", "SharedAccessKey=not", StringComparison.Ordinal)));

        Assert.Equal(
            "amqp:unauthorized-access",
            Assert.IsType<SendOutcome.Refused>(await stranger.SendAsync("m-1").InTimeAsync()).Condition);
    }

    [Fact]
    public async Task A_send_whose_confirmation_is_lost_is_unknown_and_folds_when_it_is_sent_again()
    {
        _two.Broker.Hold(Queue);
        var unconfirmed = _two.SendAsync(Queue, BusUnderTest.Message("m-1"));
        await _two.Broker.Happenings.FirstAsync<Happening.ConfirmationHeld>(Queue, "m-1", Cancel).InTimeAsync();
        _two.Broker.DropConnections();
        Assert.IsType<SendOutcome.Unknown>(await unconfirmed.InTimeAsync());
        _two.Broker.EndHold(Queue);
        await _two.PassLossAsync(links: 1);

        Assert.IsType<SendOutcome.Confirmed>(await _two.SendAsync(Queue, BusUnderTest.Message("m-1")));
        await _two.Broker.Happenings.FirstAsync<Happening.Folded>(Queue, "m-1", Cancel).InTimeAsync();
        Assert.Equal(1, _two.Broker.Count(Queue)?.Available);
    }

    [Fact]
    public async Task After_the_connection_was_cut_the_receiver_goes_on_and_the_message_comes_again()
    {
        var receiver = _two.Open(Queue, credit: 1);
        await _two.SendAsync(Queue, BusUnderTest.Message("m-1"));
        var first = await TwoOnOneClock.ReceiveAsync(receiver);
        receiver.AddCredit(1);
        await _two.OpenedAsync(links: 2);
        _two.Broker.DropConnections();
        await _two.PassLossAsync(links: 2);
        Assert.Equal(Settlement.LockLost, await receiver.SettleAsync(first.LockToken, new SettleAs.Release(), Cancel));
        await _two.OpenedAsync(links: 2);
        _two.Time.Advance(LockDuration);
        var again = await TwoOnOneClock.ReceiveAsync(receiver);

        Assert.Equal((first.SequenceNumber, 1), (again.SequenceNumber, again.DeliveryCount));
        Assert.NotEqual(first.LockToken, again.LockToken);
    }

    [Fact]
    public async Task A_renewed_lock_lives_on_and_one_that_is_over_is_lost()
    {
        var receiver = _two.Open(Queue, credit: 1);
        await _two.SendAsync(Queue, BusUnderTest.Message("m-1"));
        var received = await TwoOnOneClock.ReceiveAsync(receiver);
        _two.Time.Advance(LockDuration / 2);
        var until = _two.Time.GetUtcNow() + LockDuration;
        Assert.Equal(new LockRenewal.Renewed(until), await receiver.RenewLockAsync(received.LockToken, Cancel).InTimeAsync());
        _two.Time.Advance(LockDuration / 2 + TimeSpan.FromSeconds(1));
        Assert.IsType<LockRenewal.Renewed>(await receiver.RenewLockAsync(received.LockToken, Cancel).InTimeAsync());
        _two.Time.Advance(LockDuration);
        await _two.Broker.Happenings.FirstAsync<Happening.LockExpired>(Queue, "m-1", Cancel).InTimeAsync();

        Assert.IsType<LockRenewal.Lost>(await receiver.RenewLockAsync(received.LockToken, Cancel).InTimeAsync());
    }

    [Fact]
    public async Task After_the_connection_was_cut_what_is_done_with_is_settled_under_its_lock_and_does_not_come_again()
    {
        var receiver = _two.Open(Queue, credit: 2);
        foreach (var id in new[] { "m-1", "m-2" }) await _two.SendAsync(Queue, BusUnderTest.Message(id));
        var done = await TwoOnOneClock.ReceiveAsync(receiver);
        var dead = await TwoOnOneClock.ReceiveAsync(receiver);
        await _two.OpenedAsync(links: 2);
        _two.Broker.DropConnections();
        await _two.PassLossAsync(links: 2);

        Assert.Equal(Settlement.Confirmed, await receiver.SettleAsync(done.LockToken, new SettleAs.Complete(), Cancel).InTimeAsync());
        Assert.Equal(
            Settlement.Confirmed, await receiver.SettleAsync(dead.LockToken, new SettleAs.DeadLetter("BAD", "why"), Cancel).InTimeAsync());
        Assert.Equal(new EntityCounts(Available: 0, Locked: 0, Scheduled: 0), _two.Broker.Count(Queue));
        var letter = await _two.Broker.Happenings.FirstAsync<Happening.DeadLettered>(Queue, dead.Message.MessageId!, Cancel).InTimeAsync();
        Assert.Equal("BAD", letter.Reason);
    }

    public ValueTask DisposeAsync() => _two.DisposeAsync();
}
