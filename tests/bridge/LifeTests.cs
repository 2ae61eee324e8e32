using CcsBridge.Local.Bus;
using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.Local.FunctionsRuntime;
using Happening = CcsBridge.Local.Broker.Happening;
using Wire = CcsBridge.Local.Ccs.Endpoint.Happening;

namespace CcsBridge.Tests.Bridges;

/// <summary>A connector's life on real sockets: lost sessions, a lost bus, a stop.</summary>
public sealed class LifeTests : IAsyncLifetime
{
    private Bridge _bridge = null!;

    public async ValueTask InitializeAsync() => _bridge = await Bridge.OpenAsync();

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task A_dropped_session_is_followed_by_another_and_what_was_not_acknowledged_comes_again()
    {
        _bridge.Ccs.Install("anna");
        _bridge.Start();
        await _bridge.BoundAsync();
        _bridge.Broker.Hold("upstream");
        var id = _bridge.Ccs.Send("anna", new Dictionary<string, string> { ["k"] = "v" });
        await _bridge.Broker.Happenings.FirstAsync<Happening.ConfirmationHeld>(_ => true, _bridge.Deadline);
        var from = _bridge.Ccs.Position;
        _bridge.Ccs.Drop(_bridge.Ccs.Connections[0].Connection);
        await _bridge.Ccs.WhenAsync<Wire.UpstreamDelivered>(up => up is { Time: 2 } && up.MessageId == id, _bridge.Deadline, from);
        _bridge.Broker.EndHold("upstream");
        var acked = await _bridge.Ccs.WhenAsync<Wire.UpstreamAcked>(up => up.MessageId == id, _bridge.Deadline, from);
        Assert.Equal(_bridge.Ccs.Connections[0].Connection, acked.Connection);
        Assert.Equal(1, _bridge.Broker.Count("upstream/Subscriptions/processing")!.Available);
    }

    [Fact]
    public async Task A_lost_bus_is_found_again_and_messages_go_on_both_ways()
    {
        var token = _bridge.Ccs.Install("anna");
        _bridge.Start();
        await _bridge.BoundAsync();
        _bridge.Ccs.Send("anna", new Dictionary<string, string> { ["n"] = "1" });
        await _bridge.Ccs.WhenAsync<Wire.UpstreamAcked>(_ => true, _bridge.Deadline);
        var from = _bridge.Ccs.Position;

        _bridge.Broker.DropConnections();
        _bridge.Ccs.Send("anna", new Dictionary<string, string> { ["n"] = "2" });
        await _bridge.Ccs.WhenAsync<Wire.UpstreamAcked>(_ => true, _bridge.Deadline, from);
        await using var bus = await PlainBus.OpenAsync(
            BusAddress.Parse(_bridge.Broker.ConnectionString, "ServiceBus"), _bridge.Deadline);
        await bus.SendAsync("downstream", "d-1", $$$"""{"to":"{{{token}}}","data":{"k":"v"}}""", _bridge.Deadline);
        await _bridge.Broker.Happenings.FirstAsync<Happening.Settled>("downstream", "d-1", _bridge.Deadline);
        Assert.Equal(2, _bridge.Broker.Count("upstream/Subscriptions/processing")!.Available);
    }

    [Fact]
    public async Task A_draining_session_is_followed_by_its_successor_and_still_acknowledges()
    {
        var token = _bridge.Ccs.Install("anna");
        _bridge.Start();
        await _bridge.BoundAsync();
        var (old, from) = (_bridge.Ccs.Connections[0].Connection, _bridge.Ccs.Position);
        _bridge.Broker.Hold("upstream");
        var id = _bridge.Ccs.Send("anna", new Dictionary<string, string> { ["k"] = "v" });
        await _bridge.Broker.Happenings.FirstAsync<Happening.ConfirmationHeld>(_ => true, _bridge.Deadline);

        _bridge.Ccs.Drain(old, closeAfter: TimeSpan.FromMinutes(5));
        var successor = await _bridge.Ccs.WhenAsync<Wire.Bound>(_ => true, _bridge.Deadline, from);
        await _bridge.Bus.SendAsync("downstream", "d-1", $$$"""{"to":"{{{token}}}","data":{"k":"v"}}""", _bridge.Deadline);
        var sent = await _bridge.Ccs.WhenAsync<Wire.DownstreamArrived>(down => down.MessageId == "d-1", _bridge.Deadline, from);
        Assert.Equal(successor.Connection, sent.Connection);
        _bridge.Broker.EndHold("upstream");
        var acked = await _bridge.Ccs.WhenAsync<Wire.UpstreamAcked>(up => up.MessageId == id, _bridge.Deadline, from);
        Assert.Equal(old, acked.Connection);
    }

    [Fact]
    public async Task A_stop_finishes_what_is_under_way_and_ends_with_0()
    {
        var token = _bridge.Ccs.Install("anna");
        var connector = _bridge.Start();
        await _bridge.BoundAsync();
        _bridge.Ccs.Hold(new HoldPoint.Answers());
        await _bridge.Bus.SendAsync("downstream", "d-1", $$$"""{"to":"{{{token}}}","data":{"k":"v"}}""", _bridge.Deadline);
        await _bridge.Ccs.WhenAsync<Wire.DownstreamArrived>(_ => true, _bridge.Deadline);

        var stopped = connector.StopAsync(TimeSpan.FromSeconds(60), _bridge.Deadline);
        _bridge.Ccs.Release(new HoldPoint.Answers());
        Assert.Equal(0, await stopped);
        await _bridge.Broker.Happenings.FirstAsync<Happening.Settled>("downstream", "d-1", _bridge.Deadline);
        Assert.Equal(1, _bridge.Broker.Count("outcomes/Subscriptions/status")!.Available);
        Assert.Contains("stopped", _bridge.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_key_token_or_payload_is_in_what_the_connector_writes()
    {
        var token = _bridge.Ccs.Install("anna");
        var connector = _bridge.Start(("Logging__LogLevel__Default", "Trace"), ("Logging__LogLevel__Microsoft", "Trace"));
        await _bridge.BoundAsync();
        _bridge.Ccs.Send("anna", new Dictionary<string, string> { ["k"] = "a-payload-that-no-log-may-hold" });
        await _bridge.Bus.SendAsync("downstream", "d-1", $$$"""{"to":"{{{token}}}","data":{"k":"a-payload-that-no-log-may-hold"}}""", _bridge.Deadline);
        await _bridge.Ccs.WhenAsync<Wire.UpstreamAcked>(_ => true, _bridge.Deadline);
        await _bridge.Broker.Happenings.FirstAsync<Happening.Settled>("downstream", "d-1", _bridge.Deadline);
        await connector.StopAsync(TimeSpan.FromSeconds(30), _bridge.Deadline);

        Assert.Contains("bound as", _bridge.Said, StringComparison.Ordinal);
        foreach (var secret in new[] { Bridge.Key, token, "no-log-may-hold", "SAS_KEY_VALUE" })
            Assert.DoesNotContain(secret, _bridge.Said, StringComparison.Ordinal);
    }
}
