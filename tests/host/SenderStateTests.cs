using CcsBridge.Connector;

namespace CcsBridge.Tests.Host;

public sealed class SenderStateTests
{
    private static readonly SessionEnd Fault = new SessionEnd.Faulted(new InvalidOperationException());

    private readonly SenderState _state = new("1234567890", connections: 2);

    [Fact]
    public void A_sender_is_bound_by_one_of_its_connections_and_the_others_are_named()
    {
        Assert.False(_state.IsBound);
        _state.Connections[0].Bound("jid");
        _state.Connections[1].Ended(new SessionEnd.Rejected("no", "look"), DateTimeOffset.UnixEpoch);
        Assert.Equal((true, false), (_state.IsBound, _state.IsWhollyBound));
        Assert.Equal("bound: 1 of 2 connections; connection 2 rejected: no; look", _state.ToString());
    }

    [Fact]
    public void A_sender_is_faulted_only_when_all_of_its_connections_are()
    {
        var became = 0;
        _state.BecameFaulted += () => became++;
        for (var fault = 0; fault < 5; fault++)
            _state.Connections[0].Ended(Fault, DateTimeOffset.UnixEpoch);
        Assert.Equal((0, false), (became, _state.IsFaulted));
        for (var fault = 0; fault < 5; fault++)
            _state.Connections[1].Ended(Fault, DateTimeOffset.UnixEpoch);
        Assert.Equal((1, true), (became, _state.IsFaulted));
    }
}
