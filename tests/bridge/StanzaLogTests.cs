using Happening = CcsBridge.Local.Broker.Happening;
using Wire = CcsBridge.Local.Ccs.Endpoint.Happening;

namespace CcsBridge.Tests.Bridges;

public sealed class StanzaLogTests : IAsyncLifetime
{
    private Bridge _bridge = null!;

    public async ValueTask InitializeAsync() => _bridge = await Bridge.OpenAsync();

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task Stanzas_are_shown_both_ways_without_tokens_key_and_colours()
    {
        var token = _bridge.Ccs.Install("anna");
        _bridge.Start(("Ccs__LogStanzas", "true"), ("DOTNET_ENVIRONMENT", "Development"));
        await _bridge.BoundAsync();
        await _bridge.Bus.SendAsync("downstream", "d-1", $$$"""{"to":"{{{token}}}","data":{"k":"v"}}""", _bridge.Deadline);
        await _bridge.Broker.Happenings.FirstAsync<Happening.Settled>("downstream", "d-1", _bridge.Deadline);
        var up = _bridge.Ccs.Send("anna", new Dictionary<string, string> { ["said"] = "aloud" });
        await _bridge.Ccs.WhenAsync<Wire.UpstreamAcked>(acked => acked.MessageId == up, _bridge.Deadline);

        await _bridge.SaysAsync("every stanza is shown");
        await _bridge.SaysAsync($"<- {Bridge.Sender} s1");
        await _bridge.SaysAsync($"-> {Bridge.Sender} s1");
        await _bridge.SaysAsync("(the login, which is never shown)");
        await _bridge.SaysAsync("\"said\": \"aloud\"");
        await _bridge.SaysAsync("\"message_type\": \"ack\"");
        foreach (var never in new[] { token, Bridge.Key, "\e[" })
            Assert.DoesNotContain(never, _bridge.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_of_development_the_setting_stops_the_start()
    {
        var connector = _bridge.Start(("Ccs__LogStanzas", "true"), ("DOTNET_ENVIRONMENT", null));
        Assert.Equal(2, await connector.Exited.WaitAsync(_bridge.Deadline));
        Assert.Contains("Ccs:LogStanzas", _bridge.Said, StringComparison.Ordinal);
    }
}
