using System.Net;
using CcsBridge.Local.Ccs;
using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.Local.Ccs.Scripts;
using Microsoft.Extensions.Time.Testing;

namespace CcsBridge.Tests.Local.Ccs.Scripts;

/// <summary>Scripts against the real head, by method call and by HTTP.</summary>
public sealed class ScriptRunTests : IAsyncLifetime
{
    private const string Message = """{"to":"phone-anna-token","message_id":"d-1"}""";

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(30));
    private readonly FakeTimeProvider _time = new();
    private CcsEmulator _emulator = null!;

    public async ValueTask InitializeAsync() => _emulator = await CcsEmulator.StartAsync(Options(), _deadline.Token);

    public async ValueTask DisposeAsync()
    {
        await _emulator.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task A_script_waits_for_the_client_and_goes_on()
    {
        var running = RunAsync(
            "phone anna", "wait bound", "answer nack QUOTA_EXCEEDED for anna", "say anna k=v", "wait message d-1", "wait answered", "fault conflict");
        await using var client = await ClientAsync();
        await client.ReadUntilAsync("\"k\":\"v\"");
        await client.SayAsync(EndpointRig.Message(Message));
        await client.ReadUntilAsync("QUOTA_EXCEEDED");
        await client.ReadUntilAsync("<conflict ");
        await running;
    }

    [Fact]
    public async Task A_wait_for_what_comes_next_does_not_take_what_was_before()
    {
        await using var first = await ClientAsync();
        var running = RunAsync("wait bound", "drop", "wait bound", "drain control for 30s");
        await Assert.ThrowsAsync<IOException>(first.IsOverAsync);
        Assert.False(running.IsCompleted);
        await using var second = await ClientAsync();
        await second.ReadUntilAsync("CONNECTION_DRAINING");
        await running;
    }

    [Fact]
    public async Task A_pause_is_the_clocks()
    {
        var running = RunAsync("wait 1h", "phone anna");
        Assert.Throws<KeyNotFoundException>(() => _emulator.Inbox("anna"));
        _time.Advance(TimeSpan.FromHours(1));
        await running;
        Assert.Empty(_emulator.Inbox("anna"));
    }

    [Fact]
    public async Task A_cut_reaches_the_client_as_half_a_stanza_and_an_end()
    {
        await using var client = await ClientAsync();
        await RunAsync("cut");
        await client.ReadUntilAsync("<message><data:gcm ");
        await client.ReadToEndAsync();
    }

    [Fact]
    public async Task A_dripping_connection_speaks_by_the_clock()
    {
        await RunAsync("drip 20 every 10s on next");
        await using var client = await WireClient.ConnectAsync(_emulator.Port, null, _deadline.Token);
        await client.SayAsync(EndpointRig.Header);
        await client.ReadUntilAsync("<stream:stream from=");
        Assert.Equal("", client.Unread);
        _time.Advance(TimeSpan.FromSeconds(10));
        await client.ReadUntilAsync("\"gcm.googleapis.com\"");
    }

    [Fact]
    public async Task A_mute_endpoint_accepts_and_says_nothing()
    {
        await RunAsync("mute on next");
        await using var mute = await WireClient.ConnectAsync(_emulator.Port, null, _deadline.Token);
        await mute.SayAsync(EndpointRig.Header);
        _time.Advance(TimeSpan.FromMinutes(5));
        await using var client = await ClientAsync();
        Assert.False(mute.HasBytes);
    }

    [Theory]
    [InlineData("drop", "no bound connection", "after 'wait bound'")]
    [InlineData("drop on 9", "no bound connection 9", "after 'wait bound'")]
    [InlineData("offline bert", "no phone 'bert' with the app on it", "after 'phone bert'")]
    [InlineData("answer silence for bert", "no phone 'bert' with the app on it", "after 'phone bert'")]
    [InlineData("phone bert of 7", "'7' (No such sender.)", "1234567890")]
    public async Task What_cannot_be_carried_out_stops_the_script_at_its_line(string line, string found, string allowed)
    {
        var fault = await Assert.ThrowsAsync<ScriptException>(() => RunAsync("set connections 5", line, "phone carl"));
        Assert.Equal((2, found, allowed), (fault.Line, fault.Found, fault.Allowed));
        Assert.Throws<KeyNotFoundException>(() => _emulator.Inbox("carl"));
    }

    [Fact]
    public async Task Scripts_and_their_help_come_by_HTTP()
    {
        using var http = new HttpClient { BaseAddress = _emulator.DoorUri };
        Assert.Equal(ScriptHelp.Text, await http.GetStringAsync("/script", _deadline.Token));
        var done = await http.PostAsync("/script", new StringContent("phone anna\noffline anna"), _deadline.Token);
        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
        await using var client = await ClientAsync();
        await client.SayAsync(EndpointRig.Message(Message));
        await client.ReadUntilAsync("\"ack\"");
        Assert.Contains("\"stored\": 1", await http.GetStringAsync("/phones", _deadline.Token), StringComparison.Ordinal);
        await http.PostAsync("/phones/anna/online", null, _deadline.Token);
        Assert.Single(_emulator.Inbox("anna"));

        var wrong = await http.PostAsync("/script", new StringContent("phone bert\nnak"), _deadline.Token);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("\"member\": \"line 2\"", await wrong.Content.ReadAsStringAsync(_deadline.Token), StringComparison.Ordinal);
        Assert.Throws<KeyNotFoundException>(() => _emulator.Inbox("bert"));
    }

    [Fact]
    public async Task A_script_that_still_waits_does_not_keep_the_endpoint_up()
    {
        var emulator = await CcsEmulator.StartAsync(Options(), _deadline.Token);
        using var http = new HttpClient { BaseAddress = emulator.DoorUri };
        var waiting = http.PostAsync("/script", new StringContent("phone anna\nsay anna k=v\nwait bound"), _deadline.Token);
        await emulator.WhenAsync<Happening.UpstreamTaken>(_ => true, _deadline.Token);
        await emulator.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => waiting);
    }

    private Task RunAsync(params string[] lines) => _emulator.RunAsync(Script.Read(string.Join('\n', lines)), _deadline.Token);

    private async Task<WireClient> ClientAsync()
    {
        var client = await WireClient.ConnectAsync(_emulator.Port, null, _deadline.Token);
        await client.LoginAsync();
        return client;
    }

    private CcsEmulatorOptions Options() => new()
    {
        Endpoint = new EndpointSettings { Senders = [new Sender("1234567890", "key-1")] },
        Tls = false,
        Time = _time,
    };
}
