using CcsBridge.Local;
using CcsBridge.Local.Ccs;
using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Tests.Interop;

/// <summary>npm's CCS client and npm's XMPP client against the emulator, over TLS.</summary>
public sealed class CcsJavaScriptTests : IAsyncLifetime
{
    private const string Key = "key-1";
    private static readonly TimeSpan DrainingLasts = TimeSpan.FromMinutes(1);

    // Generous: the first run installs the clients.
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(5));
    private readonly OffsetTimeProvider _clock = new(TimeProvider.System);
    private readonly string _certificate = Path.Combine(Path.GetTempPath(), $"ccs-{Guid.NewGuid():N}.pem");
    private CcsEmulator _emulator = null!;
    private string _anna = "";

    public async ValueTask InitializeAsync()
    {
        _emulator = await CcsEmulator.StartAsync(
            new CcsEmulatorOptions
            {
                Endpoint = new EndpointSettings { Senders = [new Sender("1234567890", Key)] },
                CertificatePath = _certificate,
                Time = _clock,
            },
            _deadline.Token);
        _anna = _emulator.Install("anna");
    }

    public async ValueTask DisposeAsync()
    {
        await _emulator.DisposeAsync();
        File.Delete(_certificate);
        _deadline.Dispose();
    }

    [Theory]
    [InlineData("xmpp-client.mjs", "first bound as 1234567890@gcm.googleapis.com/")]
    [InlineData("node-xcs.mjs", "connected")]
    public async Task It_acks_what_comes_up_and_is_told_of_ack_and_nack(string script, string loggedIn)
    {
        using var client = await StartAsync(script);
        await client.SaysAsync(loggedIn, _deadline.Token);

        _emulator.Send("anna", new Dictionary<string, string> { ["k"] = "<&>\"é 😀" });
        Assert.Equal("""upstream m-1 {"k":"<&>\"é 😀"}""", await client.SaysAsync("upstream", _deadline.Token));
        await _emulator.WhenAsync<Happening.UpstreamAcked>(acked => acked.MessageId == "m-1", _deadline.Token);

        await client.TellAsync($"send d-1 {_anna}");
        await client.SaysAsync("ack d-1", _deadline.Token);
        Assert.Equal("<&>\"é 😀", Assert.Single(_emulator.Inbox("anna")).Data["k"]);
        await client.TellAsync("send d-2 nobody");
        await client.SaysAsync("nack d-2 BAD_REGISTRATION", _deadline.Token);

        await EndAsync(client);
    }

    [Fact]
    public async Task Xmpp_client_moves_to_a_successor_while_its_session_drains()
    {
        using var client = await StartAsync("xmpp-client.mjs");
        await client.SaysAsync("first bound", _deadline.Token);
        _emulator.Drain(Assert.Single(_emulator.Connections).Connection, DrainingLasts);
        await client.SaysAsync("successor bound", _deadline.Token);
        Assert.Equal(2, _emulator.Connections.Count);

        await client.TellAsync($"send d-1 {_anna}");
        await client.SaysAsync("ack d-1", _deadline.Token);
        _clock.Push(DrainingLasts);
        await client.SaysAsync("first closed", _deadline.Token);
        await EndAsync(client);
    }

    // What node-xcs does wrong: it looks for a message id before it looks for control, which has none.
    [Fact]
    public async Task Node_xcs_sends_on_a_session_that_drains_and_comes_back_when_it_is_closed()
    {
        using var client = await StartAsync("node-xcs.mjs");
        await client.SaysAsync("connected", _deadline.Token);
        _emulator.Drain(Assert.Single(_emulator.Connections).Connection, DrainingLasts);

        await client.TellAsync($"send d-1 {_anna}");
        await client.SaysAsync("nack d-1 CONNECTION_DRAINING", _deadline.Token);
        _clock.Push(DrainingLasts);
        await client.SaysAsync("disconnected", _deadline.Token);
        await client.SaysAsync("connected", _deadline.Token);
        await client.TellAsync($"send d-2 {_anna}");
        await client.SaysAsync("ack d-2", _deadline.Token);
        await EndAsync(client);
    }

    private Task<JavaScriptClient> StartAsync(string script) =>
        JavaScriptClient.OfCcsAsync(script, _emulator.Port, Key, _certificate, _deadline.Token);

    private async Task EndAsync(JavaScriptClient client)
    {
        await client.TellAsync("end");
        Assert.Equal(0, await client.ExitCodeAsync(_deadline.Token));
    }
}
