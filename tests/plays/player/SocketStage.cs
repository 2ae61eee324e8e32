using CcsBridge.Ccs;
using CcsBridge.Connector;
using CcsBridge.Connector.Dialing;
using CcsBridge.Connector.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CcsBridge.Tests.Plays;

/// <summary>The product's bridge of one sender in this process: its own dialer, drivers and cores, on a real TLS socket.</summary>
internal sealed class SocketStage : Stage
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(25);

    // A guard against hanging, nothing else.
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(30));
    private readonly CancellationTokenSource _stop = new();
    private readonly FakeTimeProvider _time = new(Opening) { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly Traffic _traffic;
    private readonly ScriptedBus _bus;
    private readonly ScriptedEndpoint _endpoint;
    private readonly Task _running;
    private readonly List<Happened> _ends = [];
    private Task _next = Task.CompletedTask;

    public SocketStage(PlayTerms terms)
    {
        _traffic = new Traffic(_time);
        _bus = new ScriptedBus(_time.GetUtcNow, _traffic);
        _endpoint = new ScriptedEndpoint(_traffic);
        var where = new CcsEndpoint("localhost", _endpoint.Port, CcsSettings.DocumentedDomain, TlsMode.Direct, _endpoint.CertificateFile);
        var dialer = new CcsDialer(where, _time);
        _running = new SenderBridge(terms.Ccs, keyFile: null, terms.Promise, _traffic.Cores, dialer.DialAsync, _bus, _time, new Random(1), NullLogger.Instance)
            .RunAsync(StopWithin, _stop.Token);
    }

    public override BusScript Bus => _bus.Script;

    public override Task OpenAsync(int session) => _endpoint.AcceptAsync(session, _deadline.Token);

    public override Task SayAsync(int session, ReadOnlyMemory<byte> bytes) => _endpoint.SayAsync(session, bytes);

    public override Task CutAsync(int session)
    {
        _endpoint.Cut(session);
        return Task.CompletedTask;
    }

    public override void Pass(TimeSpan time) => _time.Advance(time);

    public override void Stop()
    {
        _traffic.Count(1);
        _stop.Cancel();
    }

    public override async Task QuietAsync()
    {
        while (true)
        {
            _next = _traffic.Changed;
            if (_traffic.IsQuiet)
                return;
            await _next.WaitAsync(_deadline.Token);
        }
    }

    public override async Task<bool> ChangedAsync()
    {
        try
        {
            await _next.WaitAsync(_deadline.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public override IReadOnlyList<Happened> OnTheWires()
    {
        _ends.AddRange(_traffic.TakeEnds());
        return [.. _endpoint.Heard(), .. _ends];
    }

    public override void ForgetWires()
    {
        _endpoint.Forget();
        _ends.Clear();
    }

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _endpoint.DisposeAsync();
        // What the bridge waits for at its stop does not come any more; its own clock ends that.
        while (!_running.IsCompleted && !_deadline.IsCancellationRequested)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        await _running.WaitAsync(_deadline.Token);
        _stop.Dispose();
        _deadline.Dispose();
    }
}
