using CcsBridge.Local.Ccs.Endpoint;
using Happening = CcsBridge.Local.Broker.Happening;
using Settlement = CcsBridge.Local.Broker.Settlement;
using Wire = CcsBridge.Local.Ccs.Endpoint.Happening;

namespace CcsBridge.Tests.Bridges;

/// <summary>Several senders, several connections of one, several processes with one.</summary>
public sealed class SendersTests : IAsyncLifetime
{
    private const string Other = "9876543210";
    private static readonly Dictionary<string, string> Said = new() { ["k"] = "v" };

    private Bridge _bridge = null!;

    public async ValueTask InitializeAsync() =>
        _bridge = await Bridge.OpenAsync(new Sender(Bridge.Sender, Bridge.Key), new Sender(Other, "another-key"));

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task A_sender_that_is_not_let_in_leaves_the_others_ready_and_its_own_queue_alone()
    {
        var token = _bridge.Ccs.Install("anna");
        _bridge.Start(("Ccs__Senders__1__Id", Other), ("Ccs__Senders__1__ApiKey", "wrong"));
        await _bridge.BoundAsync();
        await _bridge.SaysAsync($"sender {Other}: not let in");
        await PutAsync("downstream-" + Other, "d-other", token);
        await PutAsync("downstream", "d-1", token);
        await CompletedAsync("d-1");
        var up = _bridge.Ccs.Send("anna", Said);
        await _bridge.Ccs.WhenAsync<Wire.UpstreamAcked>(acked => acked.MessageId == up, _bridge.Deadline);

        var health = await _bridge.HealthAsync();
        Assert.Contains("\"status\":\"degraded\"", health, StringComparison.Ordinal);
        Assert.Contains($"\"{Bridge.Sender}\":\"bound: as ", health, StringComparison.Ordinal);
        Assert.Contains($"\"{Other}\":\"rejected: ", health, StringComparison.Ordinal);
        Assert.Equal((1, 0), (_bridge.Broker.Count("downstream-" + Other)!.Available, _bridge.Broker.Count("downstream")!.Available));
    }

    [Fact]
    public async Task A_sender_with_several_connections_takes_what_comes_on_any_and_goes_on_when_one_is_lost()
    {
        var token = _bridge.Ccs.Install("anna");
        _bridge.Start(("Ccs__Connections", "3"));
        foreach (var number in Enumerable.Range(1, 3))
            await _bridge.SaysAsync($"sender {Bridge.Sender} ({number} of 3): session");
        var bound = _bridge.Ccs.Connections.Select(connection => connection.Connection).ToList();
        Assert.Equal(3, bound.Count);
        await SayAndHearAsync(9);
        Assert.Equal(bound, _bridge.Ccs.Log.OfType<Wire.UpstreamAcked>().Select(acked => acked.Connection).Distinct().Order());
        Assert.Equal(3, _bridge.Ccs.Log.OfType<Wire.Bound>().Select(login => login.Jid).Distinct().Count());
        Assert.Contains("3 of 3 connections", await _bridge.HealthAsync(), StringComparison.Ordinal);

        var from = _bridge.Ccs.Position;
        _bridge.Ccs.Drop(bound[0]);
        await PutAsync("downstream", "d-1", token);
        await CompletedAsync("d-1");
        await SayAndHearAsync(6);
        await _bridge.Ccs.WhenAsync<Wire.Bound>(_ => true, _bridge.Deadline, from);
    }

    [Fact]
    public async Task Two_processes_with_one_sender_lose_nothing_while_one_takes_over_from_the_other()
    {
        var token = _bridge.Ccs.Install("anna");
        var old = _bridge.Start();
        await _bridge.BoundAsync();
        var from = _bridge.Ccs.Position;
        _bridge.Start();
        await _bridge.Ccs.WhenAsync<Wire.Bound>(_ => true, _bridge.Deadline, from);
        var ids = Enumerable.Range(1, 40).Select(number => $"d-{number}").ToList();
        var said = new List<string>();
        var stopped = Task.FromResult(0);
        foreach (var id in ids)
        {
            await PutAsync("downstream", id, token);
            said.Add(_bridge.Ccs.Send("anna", new Dictionary<string, string> { ["about"] = id }));
            if (id == "d-20")
                stopped = old.StopAsync(TimeSpan.FromSeconds(60), _bridge.Deadline);
        }

        Assert.Equal(0, await stopped);
        foreach (var up in said)
            await _bridge.Ccs.WhenAsync<Wire.UpstreamAcked>(acked => acked.MessageId == up, _bridge.Deadline);
        foreach (var id in ids)
            await CompletedAsync(id);
        Assert.Equal(said.Count, _bridge.Broker.Count("upstream/Subscriptions/processing")!.Available);
        Assert.Equal(ids.Count, _bridge.Broker.Count("outcomes/Subscriptions/status")!.Available);
        Assert.Equal(0, _bridge.Broker.Count("downstream/$DeadLetterQueue")!.Available);
    }

    private async Task SayAndHearAsync(int messages)
    {
        foreach (var id in Enumerable.Range(0, messages).Select(_ => _bridge.Ccs.Send("anna", Said)).ToList())
            await _bridge.Ccs.WhenAsync<Wire.UpstreamAcked>(acked => acked.MessageId == id, _bridge.Deadline);
    }

    private Task PutAsync(string queue, string id, string token) =>
        _bridge.Bus.SendAsync(queue, id, $$$"""{"to":"{{{token}}}","data":{"k":"v"}}""", _bridge.Deadline);

    private Task<Happening.Settled> CompletedAsync(string id) => _bridge.Broker.Happenings.FirstAsync<Happening.Settled>(
        settled => settled.MessageId == id && settled.How is Settlement.Complete, _bridge.Deadline);
}
