using System.Globalization;
using System.Text;
using System.Text.Json;
using CcsBridge.Tests.Host.Dialing;
using Happening = CcsBridge.Local.Broker.Happening;

namespace CcsBridge.Tests.Bridges;

/// <summary>The connector as a process: through a proxy, and refused in several ways. The sentence is in its log and in its health; it goes on trying.</summary>
public sealed class DialingTests : IAsyncLifetime
{
    private const string Password = "a-password-that-no-log-may-hold";
    private const string Header = "<stream:stream from='gcm.googleapis.com' id='1' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

    private Bridge _bridge = null!;

    public async ValueTask InitializeAsync() => _bridge = await Bridge.OpenAsync();

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task Through_a_proxy_with_a_login_the_sender_is_bound_and_messages_go_down()
    {
        await using var proxy = new ConnectProxy($"user:{Password}");
        var token = _bridge.Ccs.Install("anna");
        _bridge.Start(("Ccs__Proxy", $"http://user:{Password}@127.0.0.1:{proxy.Port}"));
        await _bridge.BoundAsync();
        await _bridge.Bus.SendAsync("downstream", "d-1", $$$"""{"to":"{{{token}}}","data":{"k":"v"}}""", _bridge.Deadline);
        await _bridge.Broker.Happenings.FirstAsync<Happening.Settled>("downstream", "d-1", _bridge.Deadline);
        Assert.Equal("d-1", Assert.Single(_bridge.Ccs.Inbox("anna")).MessageId);
        Assert.StartsWith($"CONNECT localhost:{_bridge.Ccs.Port} ", Assert.Single(proxy.Requests));
        Assert.DoesNotContain(Password, _bridge.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_wants_another_login_is_asked_again_and_again()
    {
        await using var proxy = new ConnectProxy("user:another");
        await IsToldAsync(
            "dropped", "the proxy does not take the login (407); check user and password in Ccs:Proxy",
            proxy.Again, ("Ccs__Proxy", $"http://user:{Password}@127.0.0.1:{proxy.Port}"));
        Assert.DoesNotContain(Password, _bridge.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_expects_STARTTLS_is_told_from_one_on_which_TLS_begins_with_the_first_byte()
    {
        await using var port = ScriptedPort.Open(async (stream, cancel) =>
        {
            await stream.ReadExactlyAsync(new byte[5], cancel);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Header + "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>"), cancel);
            await stream.CopyToAsync(Stream.Null, cancel);
        });
        await IsToldAsync("dropped", "the endpoint speaks XMPP without TLS on this port, as where STARTTLS is expected; set Ccs:Port", port.Again, At(port.Port));
    }

    [Fact]
    public async Task A_certificate_that_expired_is_said_with_its_day()
    {
        await using var endpoint = new TlsEndpoint(validTo: -1);
        var day = DateTimeOffset.UtcNow.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await IsToldAsync(
            "dropped", $"the endpoint's certificate expired on {day}; have it renewed", endpoint.Again,
            At(endpoint.Port), ("Ccs__TrustedCertificate", endpoint.TrustFile));
    }

    [Fact]
    public async Task A_sender_that_is_not_whitelisted_is_sent_to_the_operator()
    {
        await using var endpoint = new TlsEndpoint(part: async (stream, cancel) =>
        {
            await ScriptedPort.ReadToAsync(stream, ">", cancel);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(
                Header + "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features>"), cancel);
            await ScriptedPort.ReadToAsync(stream, "</auth>", cancel);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(
                $"<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/><text>Project {Bridge.Sender} not whitelisted.</text></failure></stream:stream>"), cancel);
        });
        // A refused login is tried again after 15 s at the earliest: the wait is the supervisor's tests' affair.
        await IsToldAsync("rejected", $"not whitelisted; ask the endpoint's operator to admit sender {Bridge.Sender}", Task.CompletedTask, At(endpoint.Port), ("Ccs__TrustedCertificate", endpoint.TrustFile));
        Assert.DoesNotContain(Bridge.Key, _bridge.Said, StringComparison.Ordinal);
    }

    private static (string, string?) At(int port) => ("Ccs__Port", $"{port}");

    // Heard in the log, read in health, and the endpoint or the proxy is tried a second time.
    private async Task IsToldAsync(string state, string sentence, Task again, params (string Name, string? Value)[] settings)
    {
        var connector = _bridge.Start(settings);
        await _bridge.SaysAsync(sentence);
        using var health = JsonDocument.Parse(await _bridge.HealthAsync());
        var told = health.RootElement.GetProperty("senders").GetProperty(Bridge.Sender).GetString();
        Assert.StartsWith($"{state}: ", told);
        Assert.Contains(sentence, told, StringComparison.Ordinal);
        await again.WaitAsync(_bridge.Deadline);
        Assert.False(connector.Exited.IsCompleted);
    }
}
