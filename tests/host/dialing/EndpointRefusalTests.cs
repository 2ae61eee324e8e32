using System.Net;
using System.Net.Sockets;
using CcsBridge.Connector.Dialing;
using CcsBridge.Connector.Settings;
using Microsoft.Extensions.Time.Testing;

namespace CcsBridge.Tests.Host.Dialing;

/// <summary>Each way in which an endpoint is not reached has its own sentence with the remedy.</summary>
public sealed class EndpointRefusalTests
{
    [Fact]
    public async Task A_trusted_endpoint_is_reached()
    {
        await using var endpoint = new TlsEndpoint();
        Assert.Equal('!', await Dialed.FirstByteAsync(endpoint.Settings()));
    }

    [Theory]
    [InlineData("localhost", -10, 10, false, "the endpoint's certificate comes from localhost, who is not trusted; set Ccs:TrustedCertificate to a PEM file with its issuer's certificate")]
    [InlineData("ccs.example.com", -10, 10, true, "the endpoint's certificate is for ccs.example.com; set Ccs:Host to a name that it is for")]
    [InlineData("localhost", -10, -1, true, "the endpoint's certificate expired on {0}; have it renewed, and check this machine's clock")]
    [InlineData("localhost", 1, 10, true, "the endpoint's certificate is not valid before {0}")]
    [InlineData("ccs.example.com", -10, -1, true, "the endpoint's certificate expired on {0} and is for ccs.example.com; have it renewed, and check this machine's clock, set Ccs:Host")]
    public async Task A_certificate_that_does_not_hold_is_said_with_every_reason(string name, int from, int to, bool trusted, string sentence)
    {
        await using var endpoint = new TlsEndpoint(name, from, to);
        var day = DateTimeOffset.UtcNow.AddDays(from > 0 ? from : to).ToString("yyyy-MM-dd", null);
        Assert.StartsWith(
            $"localhost:{endpoint.Port}: " + sentence.Replace("{0}", day, StringComparison.Ordinal), await Dialed.RefusedAsync(endpoint.Settings(trusted: trusted)));
    }

    [Fact]
    public async Task An_issuer_that_is_missing_in_our_own_file_is_asked_for_there()
    {
        await using var endpoint = new TlsEndpoint();
        await using var another = new TlsEndpoint();
        Assert.Contains(
            "put its issuer's certificate into the file of Ccs:TrustedCertificate",
            await Dialed.RefusedAsync(endpoint.Settings() with { TrustedCertificate = another.TrustFile }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trust_file_that_is_gone_is_named_and_its_successor_needs_no_restart()
    {
        await using var endpoint = new TlsEndpoint();
        var settings = endpoint.Settings();
        var pem = await File.ReadAllTextAsync(endpoint.TrustFile, TestContext.Current.CancellationToken);
        File.Delete(endpoint.TrustFile);
        Assert.Contains($"Ccs:TrustedCertificate: {endpoint.TrustFile}", await Dialed.RefusedAsync(settings), StringComparison.Ordinal);
        await File.WriteAllTextAsync(endpoint.TrustFile, pem, TestContext.Current.CancellationToken);
        Assert.Equal('!', await Dialed.FirstByteAsync(settings));
    }

    [Theory]
    [InlineData("<stream:stream from='x'>", "the endpoint speaks XMPP without TLS on this port, as where STARTTLS is expected; set Ccs:Port to the port on which TLS begins")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "a web server answers there; check Ccs:Host and Ccs:Port")]
    [InlineData("220 mail.example.com ready\r\n", "something other than TLS is spoken on this port; set Ccs:Port")]
    [InlineData("\u0015\u0003\u0001\0\u0002\u0002\u0046", "the endpoint refuses TLS (protocol_version); it must speak TLS 1.2 or newer")]
    [InlineData("", "the connection was closed where TLS should begin; set Ccs:Port")]
    public async Task What_is_no_TLS_is_told_by_what_it_says(string says, string sentence)
    {
        await using var port = ScriptedPort.Open(async (stream, cancel) =>
        {
            // A TLS record's head and no more: what is left unread does not matter, it was heard.
            await stream.ReadExactlyAsync(new byte[5], cancel);
            await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(says), cancel);
            ((NetworkStream)stream).Socket.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(Stream.Null, cancel);
        });
        Assert.StartsWith($"127.0.0.1:{port.Port}: {sentence}", await Dialed.RefusedAsync(At("127.0.0.1", port.Port)));
    }

    [Fact]
    public async Task A_port_on_which_nobody_listens_is_named()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        Assert.Equal($"127.0.0.1:{port}: nobody listens there; check Ccs:Host and Ccs:Port", await Dialed.RefusedAsync(At("127.0.0.1", port)));
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_told_from_a_host_that_is_away() =>
        // RFC 6761 §6.4: nobody has it. Where there is no network at all, the resolver says something else.
        Assert.Matches("^no-such-host.invalid:5235: (there is no such name|the name cannot be resolved now); .*DNS", await Dialed.RefusedAsync(At("no-such-host.invalid", 5235)));

    [Theory]
    [InlineData(SocketError.HostUnreachable, "there is no way to it from here (HostUnreachable); check the network, its routes and any firewall")]
    [InlineData(SocketError.NetworkUnreachable, "there is no way to it from here (NetworkUnreachable)")]
    [InlineData(SocketError.TimedOut, "no answer; check Ccs:Host and Ccs:Port, the network and any firewall")]
    [InlineData(SocketError.HostNotFound, "there is no such name; check Ccs:Host and Ccs:Port, and DNS")]
    [InlineData(SocketError.TryAgain, "the name cannot be resolved now; check the network and DNS")]
    public void A_network_that_is_in_the_way_is_told_by_its_error(SocketError error, string sentence) =>
        Assert.StartsWith(sentence, ConnectFailure.Explain(error, throughProxy: false));

    [Fact]
    public async Task An_endpoint_that_takes_the_connection_and_says_nothing_is_left_after_20_seconds()
    {
        var time = new FakeTimeProvider();
        await using var port = ScriptedPort.Open(async (stream, cancel) =>
        {
            await stream.ReadExactlyAsync(new byte[5], cancel);
            time.Advance(CcsDialer.Patience);
            await Task.Delay(Timeout.Infinite, cancel);
        });
        Assert.Equal(
            $"127.0.0.1:{port.Port}: the connection was taken but TLS did not come about within 20 s; check that Ccs:Port is the port on which TLS begins with the first byte",
            await Dialed.RefusedAsync(At("127.0.0.1", port.Port), time));
    }

    [Fact]
    public async Task A_stop_ends_dialing_as_a_stop()
    {
        using var stop = new CancellationTokenSource();
        await using var port = ScriptedPort.Open(async (stream, cancel) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancel);
        });
        var dialing = new CcsDialer(At("127.0.0.1", port.Port), TimeProvider.System).DialAsync(stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dialing.WaitAsync(Dialed.Guard, TestContext.Current.CancellationToken));
    }

    private static CcsEndpoint At(string host, int port) => new(host, port, "gcm.googleapis.com", TlsMode.Direct, TrustedCertificate: null);
}
