using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.ServiceBus;

public sealed class AuthorizingTests : IAsyncDisposable
{
    private readonly ScriptedPeer _peer = ScriptedPeer.Start();
    private readonly BusUnderTest _bus;

    public AuthorizingTests() => _bus = new BusUnderTest(_peer.Target);

    [Fact]
    public async Task Each_link_is_authorised_for_its_own_entity_before_it_is_attached()
    {
        await using var receiver = _bus.Bus.OpenReceiver("downstream");

        var token = await _peer.TokenAsync();
        var until = _bus.Time.GetUtcNow().AddMinutes(30);
        Assert.Equal(("put-token", "amqp://127.0.0.1/downstream"), (token.Operation, token.Audience));
        Assert.Equal(SasTokens.Sign(token.Audience, "owner", "secret", until), token.Token);
        Assert.Equal(until.UtcDateTime, token.Expiration.ToUniversalTime());
        Assert.Equal("downstream", (await _peer.ReceiverAttachedAsync()).Address);
    }

    [Fact]
    public async Task A_token_is_renewed_seven_minutes_before_it_is_over()
    {
        await using var receiver = _bus.Bus.OpenReceiver("downstream");
        await _peer.TokenAsync();
        await _bus.NoticeAsync(BusEvent.LinkOpened);

        _bus.Time.Advance(TimeSpan.FromMinutes(23));
        var renewed = await _peer.TokenAsync();

        Assert.Equal("amqp://127.0.0.1/downstream", renewed.Audience);
        Assert.Equal(_bus.Time.GetUtcNow().AddMinutes(30).UtcDateTime, renewed.Expiration.ToUniversalTime());
        Assert.True(receiver.IsOpen);
    }

    [Fact]
    public async Task A_renewal_that_fails_is_tried_again_a_minute_later_and_the_link_lives_on()
    {
        await using var receiver = _bus.Bus.OpenReceiver("downstream");
        await _peer.TokenAsync();
        await _bus.NoticeAsync(BusEvent.LinkOpened);
        _peer.CbsStatus = 500;
        _bus.Time.Advance(TimeSpan.FromMinutes(23));
        await _peer.TokenAsync();
        var failed = await _bus.NoticeAsync(BusEvent.RenewalFailed);
        Assert.Equal("$cbs answered 500: as the test says", failed.Reason);

        _peer.CbsStatus = 202;
        _bus.WaitOut(failed);
        await _peer.TokenAsync();
        Assert.True(receiver.IsOpen);
    }

    [Theory]
    [InlineData(401, "amqp:unauthorized-access")]
    [InlineData(404, "amqp:not-found")]
    public async Task A_refused_token_refuses_the_entity(int status, string condition)
    {
        _peer.CbsStatus = status;

        Assert.Equal(
            new SendOutcome.Refused(RefusalScope.Entity, condition, "as the test says"), await _bus.SendAsync("m-1").InTimeAsync());
    }

    [Fact]
    public async Task A_token_node_that_is_out_of_order_refuses_nothing()
    {
        _peer.CbsStatus = 503;

        Assert.IsType<SendOutcome.Unknown>(await _bus.SendAsync("m-1").InTimeAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _bus.DisposeAsync();
        await _peer.DisposeAsync();
    }
}
