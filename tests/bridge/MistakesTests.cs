using System.Net;
using System.Net.Sockets;
using CcsBridge.Local.Broker;

namespace CcsBridge.Tests.Bridges;

/// <summary>What people get wrong, and what they are then told. Nothing is lost, nothing is wedged.</summary>
public sealed class MistakesTests : IAsyncLifetime
{
    private Bridge _bridge = null!;

    public async ValueTask InitializeAsync() => _bridge = await Bridge.OpenAsync();

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task A_wrong_key_is_said_with_the_remedy_and_the_connector_goes_on_trying()
    {
        var connector = _bridge.Start(("Ccs__Senders__0__ApiKey", "wrong"));
        await _bridge.SaysAsync("not let in, tried again in");
        var ready = await _bridge.HealthAsync();
        Assert.Contains("rejected", ready, StringComparison.Ordinal);
        Assert.Contains("key", ready, StringComparison.Ordinal);
        Assert.False(connector.Exited.IsCompleted);
        Assert.DoesNotContain("wrong", _bridge.Said.Replace("wrong key", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ccs__Port", "70000", "Ccs:Port", "1 to 65535")]
    [InlineData("Ccs__Port", "abc", "Ccs:Port", "1 to 65535")]
    [InlineData("Ccs__Host", "", "Ccs:Host", "name of a CCS endpoint")]
    [InlineData("Ccs__Prot", "5235", "Ccs:Prot", "Ccs:Port")]
    [InlineData("Ccs__AckTimeout", "soon", "Ccs:AckTimeout", "00:00:30")]
    [InlineData("Ccs__Senders__0__ApiKey", "", "Ccs:Senders:0:ApiKey", "server key")]
    [InlineData("ServiceBus__ConnectionString", "Endpoint=sb://x;SharedAccessKeyName=n", "ServiceBus:ConnectionString", "SharedAccessKey")]
    public async Task A_setting_that_cannot_be_used_stops_the_start_with_a_sentence_that_names_it(string name, string value, string named, string allowed)
    {
        var connector = _bridge.Start((name, value));
        Assert.Equal(2, await connector.Exited.WaitAsync(_bridge.Deadline));
        Assert.Contains(named, _bridge.Said, StringComparison.Ordinal);
        Assert.Contains(allowed, _bridge.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plaintext_is_refused_for_an_address_that_is_not_loopback()
    {
        var connector = _bridge.Start(("Ccs__Tls", "None"), ("Ccs__Host", "ccs.example.com"));
        Assert.Equal(2, await connector.Exited.WaitAsync(_bridge.Deadline));
        Assert.Contains("loopback", _bridge.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_health_port_in_use_is_named_with_the_setting_to_change()
    {
        using var taken = new TcpListener(IPAddress.Any, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var connector = _bridge.Start(("Health__Port", $"{port}"));
        Assert.Equal(3, await connector.Exited.WaitAsync(_bridge.Deadline));
        Assert.Contains($"{port}", _bridge.Said, StringComparison.Ordinal);
        Assert.Contains("Health__Port", _bridge.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_said_and_tried_again()
    {
        _bridge.Start(("Ccs__TrustedCertificate", ""));
        await _bridge.SaysAsync("who is not trusted");
        Assert.Contains("Ccs:TrustedCertificate", await _bridge.HealthAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not JSON at all", "body", "JSON")]
    [InlineData("""{"to":"phone-anna-token","data":{"from":"x"}}""", "data", "from")]
    [InlineData("""{"to":"phone-anna-token","time_to_liv":60}""", "time_to_liv", "time_to_live")]
    [InlineData(null, "data", "4096 bytes")]
    public async Task A_request_that_breaks_the_contract_is_dead_lettered_with_a_sentence_and_the_next_one_goes_down(
        string? body, string member, string allowed)
    {
        body ??= $$$"""{"to":"phone-anna-token","data":{"k":"{{{new string('x', 5 * 1024)}}}"}}""";
        var token = _bridge.Ccs.Install("anna");
        _bridge.Start();
        await _bridge.Bus.SendAsync("downstream", "bad", body, _bridge.Deadline);
        await _bridge.Bus.SendAsync("downstream", "good", $$$"""{"to":"{{{token}}}","data":{"k":"v"}}""", _bridge.Deadline);

        var (reason, description) = await _bridge.DeadLetterAsync("bad");
        Assert.Equal("INVALID_REQUEST", reason);
        Assert.StartsWith(member, description, StringComparison.Ordinal);
        Assert.Contains(allowed, description, StringComparison.Ordinal);
        var rejected = await _bridge.Bus.Watch("outcomes/Subscriptions/monitor").FirstAsync(seen => seen.Member("message_id") == "bad", _bridge.Deadline);
        Assert.Equal("INVALID_REQUEST", rejected.Member("error"));
        await _bridge.Broker.Happenings.FirstAsync<Happening.Settled>("downstream", "good", _bridge.Deadline);
        Assert.Equal("good", Assert.Single(_bridge.Ccs.Inbox("anna")).MessageId);
    }
}
