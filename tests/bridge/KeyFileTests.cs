using CcsBridge.Local.Ccs.Endpoint;
using Happening = CcsBridge.Local.Broker.Happening;
using Settlement = CcsBridge.Local.Broker.Settlement;
using Wire = CcsBridge.Local.Ccs.Endpoint.Happening;

namespace CcsBridge.Tests.Bridges;

/// <summary>A server key that is replaced while messages pass.</summary>
public sealed class KeyFileTests : IAsyncLifetime
{
    private const string NewKey = "a-new-key-that-no-log-may-hold";

    private readonly string _folder = Directory.CreateTempSubdirectory("ccsbridge-test-").FullName;
    private readonly Sender[] _senders = [new Sender(Bridge.Sender, Bridge.Key)];
    private Bridge _bridge = null!;
    private string _token = "";

    private string KeyFile => Path.Combine(_folder, "key");

    public async ValueTask InitializeAsync()
    {
        _bridge = await Bridge.OpenAsync(_senders);
        _token = _bridge.Ccs.Install("anna");
        await File.WriteAllTextAsync(KeyFile, Bridge.Key + "\n", _bridge.Deadline);
        _bridge.Start(("Ccs__Senders__0__ApiKey", null), ("Ccs__Senders__0__ApiKeyFile", KeyFile));
        await _bridge.BoundAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _bridge.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_new_key_opens_a_successor_first_and_then_retires_the_session_and_nothing_is_lost()
    {
        var old = _bridge.Ccs.Connections[0].Connection;
        _bridge.Broker.Hold("upstream");
        var held = _bridge.Ccs.Send("anna", new Dictionary<string, string> { ["k"] = "held" });
        await _bridge.Broker.Happenings.FirstAsync<Happening.ConfirmationHeld>(_ => true, _bridge.Deadline);
        _bridge.Ccs.Hold(new HoldPoint.Answers());
        await PutAsync("d-unanswered");
        await _bridge.Ccs.WhenAsync<Wire.DownstreamArrived>(down => down.MessageId == "d-unanswered", _bridge.Deadline);

        var from = _bridge.Ccs.Position;
        _senders[0] = new Sender(Bridge.Sender, NewKey);
        await File.WriteAllTextAsync(KeyFile, NewKey, _bridge.Deadline);
        var successor = await _bridge.Ccs.WhenAsync<Wire.Bound>(_ => true, _bridge.Deadline, from);
        await _bridge.SaysAsync("is retired, a successor takes over");
        Assert.Contains(_bridge.Ccs.Connections, connection => connection.Connection == old);

        _bridge.Broker.EndHold("upstream");
        _bridge.Ccs.Release(new HoldPoint.Answers());
        await PutAsync("d-after");
        var after = await _bridge.Ccs.WhenAsync<Wire.DownstreamArrived>(down => down.MessageId == "d-after", _bridge.Deadline, from);
        Assert.Equal(successor.Connection, after.Connection);
        var acked = await _bridge.Ccs.WhenAsync<Wire.UpstreamAcked>(up => up.MessageId == held, _bridge.Deadline);
        Assert.Equal(old, acked.Connection);
        foreach (var id in new[] { "d-unanswered", "d-after" })
            await _bridge.Broker.Happenings.FirstAsync<Happening.Settled>(settled => settled.MessageId == id && settled.How is Settlement.Complete, _bridge.Deadline);
        Assert.Single(_bridge.Ccs.Log.OfType<Wire.DownstreamArrived>(), down => down.MessageId == "d-unanswered");
        Assert.Contains($"bound: as {successor.Jid}", await _bridge.HealthAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("no-log-may-hold", _bridge.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_new_key_costs_nothing_while_the_old_session_lives_and_is_said()
    {
        await File.WriteAllTextAsync(KeyFile, NewKey, _bridge.Deadline);
        await _bridge.Ccs.WhenAsync<Wire.LoginRefused>(_ => true, _bridge.Deadline);
        await _bridge.SaysAsync("the session with the new one did not come about");
        await PutAsync("d-1");
        await _bridge.Broker.Happenings.FirstAsync<Happening.Settled>(settled => settled.MessageId == "d-1" && settled.How is Settlement.Complete, _bridge.Deadline);
        Assert.Contains("bound: with the key before the new one", await _bridge.HealthAsync(), StringComparison.Ordinal);

        await File.WriteAllTextAsync(KeyFile, "", _bridge.Deadline);
        await _bridge.SaysAsync("cannot be used: it is empty. The key that was read before stays");
        Assert.DoesNotContain("no-log-may-hold", _bridge.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sender_that_was_not_let_in_is_tried_at_once_with_a_new_key()
    {
        _senders[0] = new Sender(Bridge.Sender, NewKey);
        _bridge.Ccs.Drop(_bridge.Ccs.Connections[0].Connection);
        await _bridge.SaysAsync("not let in, tried again in");
        var from = _bridge.Ccs.Position;
        await File.WriteAllTextAsync(KeyFile, NewKey, _bridge.Deadline);
        await _bridge.SaysAsync("has a new key");
        // Long before the half minute that a refusal waits at least: 15 s with the most jitter.
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await _bridge.Ccs.WhenAsync<Wire.Bound>(_ => true, soon.Token, from);
    }

    private Task PutAsync(string id) =>
        _bridge.Bus.SendAsync("downstream", id, $$$"""{"to":"{{{_token}}}","data":{"k":"v"}}""", _bridge.Deadline);
}
