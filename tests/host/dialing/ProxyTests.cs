using CcsBridge.Connector.Dialing;
using CcsBridge.Connector.Settings;
using Microsoft.Extensions.Time.Testing;

namespace CcsBridge.Tests.Host.Dialing;

/// <summary>The endpoint through an HTTP proxy; what a proxy does instead has its own sentence, and the password is in none.</summary>
public sealed class ProxyTests
{
    private const string Password = "p:ss@word%";

    [Theory]
    [InlineData(null)]
    [InlineData($"user:{Password}")]
    public async Task TLS_goes_through_a_tunnel_to_the_endpoint_with_a_login_or_without(string? login)
    {
        await using var endpoint = new TlsEndpoint();
        await using var proxy = new ConnectProxy(login);
        Assert.Equal('!', await Dialed.FirstByteAsync(endpoint.Settings(proxy: At(proxy.Port, login is not null))));
        var request = Assert.Single(proxy.Requests);
        Assert.StartsWith($"CONNECT localhost:{endpoint.Port} HTTP/1.1\r\nHost: localhost:{endpoint.Port}\r\n", request);
        Assert.Equal(login is not null, request.Contains("Proxy-Authorization", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_endpoints_certificate_is_checked_through_a_tunnel_too()
    {
        await using var endpoint = new TlsEndpoint("ccs.example.com");
        await using var proxy = new ConnectProxy(login: null);
        Assert.StartsWith(
            $"localhost:{endpoint.Port} through proxy 127.0.0.1:{proxy.Port}: the endpoint's certificate is for ccs.example.com;",
            await Dialed.RefusedAsync(endpoint.Settings(proxy: At(proxy.Port))));
    }

    [Theory]
    [InlineData(false, "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"r\"\r\n\r\n", "the proxy wants a login (407); set Ccs:Proxy to http://user:password@host:port")]
    [InlineData(true, "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"r\"\r\n\r\n", "the proxy does not take the login (407); check user and password in Ccs:Proxy")]
    [InlineData(true, "HTTP/1.1 407 No\r\nProxy-Authenticate: NTLM, Negotiate\r\n\r\n", "the proxy wants a login by NTLM, Negotiate (407), and only Basic is spoken here")]
    [InlineData(true, $"HTTP/1.1 403 {Password}\r\n\r\n", "the proxy does not let us through (403); have it allow CONNECT to this host and port")]
    [InlineData(false, "HTTP/1.0 503 Unavailable\r\n\r\n", "the proxy cannot reach the endpoint (503); check Ccs:Host and Ccs:Port")]
    [InlineData(false, "HTTP/1.1 301 Moved\r\nLocation: x\r\n\r\n", "the proxy answered with status 301")]
    [InlineData(false, "SSH-2.0-x\r\n", "the proxy does not speak HTTP/1.1; check that Ccs:Proxy is an HTTP proxy")]
    [InlineData(false, "HTTP/1.1 200 OK\r\n\r\nhello", "the proxy sends more than its answer before TLS has begun")]
    [InlineData(false, "HTTP/1.1 200 O", "the proxy closed the connection without an answer")]
    [InlineData(false, "", "the proxy closed the connection without an answer; check that Ccs:Proxy is an HTTP proxy and lets this machine in")]
    public async Task A_proxy_that_opens_no_tunnel_is_said_with_the_remedy(bool withLogin, string answer, string sentence)
    {
        await using var port = ScriptedPort.Open(async (stream, cancel) =>
        {
            await ScriptedPort.ReadToAsync(stream, "\r\n\r\n", cancel);
            await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(answer), cancel);
        });
        var said = await Dialed.RefusedAsync(Endpoint(At(port.Port, withLogin)));
        Assert.StartsWith($"ccs.example.com:5235 through proxy 127.0.0.1:{port.Port}: {sentence}", said);
        Assert.DoesNotContain(Password, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 Connection est")]
    public async Task A_proxy_that_hangs_is_left_after_20_seconds(string begun)
    {
        var time = new FakeTimeProvider();
        await using var port = ScriptedPort.Open(async (stream, cancel) =>
        {
            await ScriptedPort.ReadToAsync(stream, "\r\n\r\n", cancel);
            await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(begun), cancel);
            time.Advance(CcsDialer.Patience);
            await Task.Delay(Timeout.Infinite, cancel);
        });
        Assert.Contains(
            "the proxy took the connection but opened no tunnel within 20 s; check that Ccs:Proxy is an HTTP proxy",
            await Dialed.RefusedAsync(Endpoint(At(port.Port)), time), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_whose_answer_never_ends_is_left_after_16_KiB()
    {
        await using var port = ScriptedPort.Open(async (stream, cancel) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), cancel);
            while (true)
                await stream.WriteAsync("x: y\r\n"u8.ToArray(), cancel);
        });
        Assert.Contains(
            "the proxy answers with a head of over 16384 bytes", await Dialed.RefusedAsync(Endpoint(At(port.Port))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_cannot_be_reached_is_named_instead_of_the_endpoint() =>
        Assert.Matches(
            "^proxy no-such-proxy.invalid:3128: .*Ccs:Proxy",
            await Dialed.RefusedAsync(Endpoint(new ProxyAddress("no-such-proxy.invalid", 3128, Login: null))));

    private static CcsEndpoint Endpoint(ProxyAddress proxy) =>
        new("ccs.example.com", 5235, "gcm.googleapis.com", TlsMode.Direct, TrustedCertificate: null, proxy);

    // As it is read from the setting.
    private static ProxyAddress At(int port, bool withLogin = false) =>
        ProxyAddress.TryRead($"http://{(withLogin ? $"user:{Uri.EscapeDataString(Password)}@" : "")}127.0.0.1:{port}", out _)!;
}
