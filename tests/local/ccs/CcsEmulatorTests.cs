using System.Net;
using System.Net.Sockets;
using CcsBridge.Local.Ccs;
using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Tests.Local.Ccs;

public sealed class CcsEmulatorTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(30));
    private readonly string _certificate = Path.Combine(Path.GetTempPath(), $"ccs-{Guid.NewGuid():N}.pem");
    private CcsEmulator _emulator = null!;

    public async ValueTask InitializeAsync() => _emulator = await CcsEmulator.StartAsync(Options(), _deadline.Token);

    public async ValueTask DisposeAsync()
    {
        await _emulator.DisposeAsync();
        File.Delete(_certificate);
        _deadline.Dispose();
    }

    [Fact]
    public async Task A_client_that_trusts_the_file_gets_messages_both_ways()
    {
        var token = _emulator.Install("anna");
        await using var client = await WireClient.ConnectAsync(_emulator.Port, _certificate, _deadline.Token);
        await client.LoginAsync();

        Assert.Equal("m-1", _emulator.Send("anna", new Dictionary<string, string> { ["k"] = "v" }));
        await client.ReadUntilAsync("\"m-1\"");
        await client.SayAsync(EndpointRig.Message($$"""{"to":"{{token}}","message_id":"m-1","message_type":"ack"}"""));
        await _emulator.WhenAsync<Happening.UpstreamAcked>(a => a.MessageId == "m-1", _deadline.Token);

        await client.SayAsync(EndpointRig.Message($$$"""{"to":"{{{token}}}","message_id":"d-1","data":{"x":"y"}}"""));
        await client.ReadUntilAsync("\"ack\"");
        Assert.Equal("y", Assert.Single(_emulator.Inbox("anna")).Data["x"]);
    }

    [Fact]
    public async Task A_closed_stream_ends_in_order_and_a_drop_does_not()
    {
        await using var polite = await WireClient.ConnectAsync(_emulator.Port, _certificate, _deadline.Token);
        await polite.LoginAsync();
        await polite.SayAsync("</stream:stream>");
        await polite.ReadUntilAsync("</stream:stream>");
        Assert.True(await polite.IsOverAsync());

        await using var cut = await WireClient.ConnectAsync(_emulator.Port, _certificate, _deadline.Token);
        await cut.LoginAsync();
        _emulator.Drop(Assert.Single(_emulator.Connections).Connection);
        await Assert.ThrowsAsync<IOException>(cut.IsOverAsync);
    }

    [Fact]
    public async Task A_socket_left_unread_is_read_after_the_release()
    {
        var token = _emulator.Install("anna");
        await using var client = await WireClient.ConnectAsync(_emulator.Port, _certificate, _deadline.Token);
        await client.LoginAsync();
        _emulator.Hold(new HoldPoint.Reads());
        var position = _emulator.Position;
        await client.SayAsync(EndpointRig.Message($$"""{"to":"{{token}}","message_id":"d-1"}"""));
        _emulator.Release(new HoldPoint.Reads());
        await _emulator.WhenAsync<Happening.PhoneGotMessage>(m => m.MessageId == "d-1", _deadline.Token, position);
        await client.ReadUntilAsync("\"ack\"");
    }

    [Fact]
    public async Task A_peer_without_TLS_is_turned_away_and_others_are_served()
    {
        using var plain = new TcpClient();
        await plain.ConnectAsync(IPAddress.Loopback, _emulator.Port, _deadline.Token);
        await plain.GetStream().WriteAsync("<stream:stream to='x' and more than a TLS header>"u8.ToArray(), _deadline.Token);
        await _emulator.WhenAsync<Happening.TlsFailed>(_ => true, _deadline.Token);
        await using var client = await WireClient.ConnectAsync(_emulator.Port, _certificate, _deadline.Token);
        await client.LoginAsync();
    }

    [Fact]
    public async Task Plaintext_is_an_option()
    {
        await using var emulator = await CcsEmulator.StartAsync(Options() with { Tls = false }, _deadline.Token);
        await using var client = await WireClient.ConnectAsync(emulator.Port, null, _deadline.Token);
        await client.LoginAsync();
        Assert.Null(emulator.CertificatePath);
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        var ccs = await Assert.ThrowsAsync<IOException>(
            () => CcsEmulator.StartAsync(Options() with { Port = _emulator.Port }, _deadline.Token));
        Assert.Contains($"port {_emulator.Port} is in use", ccs.Message, StringComparison.Ordinal);
        var door = await Assert.ThrowsAsync<IOException>(
            () => CcsEmulator.StartAsync(Options() with { DoorPort = _emulator.DoorUri.Port }, _deadline.Token));
        Assert.Contains($"port {_emulator.DoorUri.Port} is in use", door.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Senseless_options_are_refused_all_at_once()
    {
        var none = new CcsEmulatorOptions { Endpoint = new EndpointSettings { Senders = [], UpstreamWindow = 0 }, Port = 70000 };
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => CcsEmulator.StartAsync(none, _deadline.Token));
        Assert.Contains("no sender", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Port is 70000", refused.Message, StringComparison.Ordinal);
        Assert.Contains("UpstreamWindow is 0", refused.Message, StringComparison.Ordinal);
    }

    private CcsEmulatorOptions Options() => new()
    {
        Endpoint = new EndpointSettings { Senders = [new Sender("1234567890", "key-1")] },
        CertificatePath = _certificate,
        Random = new Random(1),
    };
}
