using CcsBridge.Benchmarks.Parts;
using CcsBridge.Benchmarks.Relays;
using CcsBridge.Local.Ccs;
using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.Local.Processes;
using CcsBridge.ServiceBus;

namespace CcsBridge.Benchmarks.Loads;

/// <summary>
/// What both subjects meet: the endpoint with its phones and the app that sends, in this process, and the broker in one of its own.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    /// <summary>The product's default, and the endpoint's.</summary>
    public const int Window = 100;

    private const string ConnectorSender = "1000000001";
    private const string RelaySender = "1000000002";
    private const string RelayQueue = "downstream-relay";

    private readonly string _folder = Directory.CreateTempSubdirectory("ccsbridge-benchmark-").FullName;
    private ChildProcess? _broker;

    private Stage() { }

    public CcsEmulator Ccs { get; private set; } = null!;

    /// <summary>The broker's connection string.</summary>
    public string Bus { get; private set; } = "";

    /// <summary>The app's client.</summary>
    public AmqpBus App { get; private set; } = null!;

    /// <summary>No wire but the loopback.</summary>
    public Wiring Straight => new(Ccs.Port, Bus, Window);

    public int BusPort => ServiceBusConnectionString.Parse(Bus).Port;

    public static async Task<Stage> OpenAsync(CancellationToken cancel)
    {
        var stage = new Stage();
        var senders = new[] { ConnectorSender, RelaySender }.Select(id => new Sender(id, SubjectStart.Key));
        stage.Ccs = await CcsEmulator.StartAsync(
            new CcsEmulatorOptions
            {
                Endpoint = new EndpointSettings { Senders = [.. senders], DownstreamWindow = Window, UpstreamWindow = Window, MostUpstream = 200_000 },
                CertificatePath = Path.Combine(stage._folder, "ccs.pem"),
            },
            cancel);
        stage.Bus = await stage.StartBrokerAsync(cancel);
        stage.App = Client(stage.Bus);
        return stage;
    }

    public static AmqpBus Client(string bus) => new(ServiceBusConnectionString.Parse(bus), TimeProvider.System, new Random(), _ => { });

    /// <summary>The bus behind another port.</summary>
    public string BusAt(int port) => Bus.Replace($":{BusPort};", $":{port};", StringComparison.Ordinal);

    /// <summary>Starts a subject; it is bound when this returns.</summary>
    public async Task<Subject> StartAsync(SubjectKind kind, Wiring wiring, CancellationToken cancel)
    {
        var (sender, queue) = kind == SubjectKind.Relay ? (RelaySender, RelayQueue) : (ConnectorSender, "downstream");
        var phone = $"phone-of-{sender}";
        var settings = new RelaySettings(wiring.CcsPort, Ccs.CertificatePath!, sender, SubjectStart.Key, queue, wiring.Window, wiring.Bus);
        var door = FreePort.Next();
        var from = Ccs.Position;
        var process = ChildProcess.Start(SubjectStart.Of(kind, settings, door), onLine: null, TimeProvider.System);
        var subject = new Subject(sender, queue, phone, Ccs.Install(phone, sender: sender), process, door);
        await subject.WhileAliveAsync(Ccs.WhenAsync<Happening.Bound>(bound => bound.Sender == sender, cancel, from));
        return subject;
    }

    public async ValueTask DisposeAsync()
    {
        if (App is not null)
            await App.DisposeAsync();
        if (_broker is not null)
            await _broker.DisposeAsync();
        await Ccs.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> StartBrokerAsync(CancellationToken cancel)
    {
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _broker = ChildProcess.Start(
            SubjectStart.Part("the broker", ["broker", RelayQueue]),
            line =>
            {
                if (line.Text.StartsWith(PartProcess.BrokerSays, StringComparison.Ordinal))
                    heard.TrySetResult(line.Text[PartProcess.BrokerSays.Length..]);
            },
            TimeProvider.System);
        if (await Task.WhenAny(heard.Task, _broker.Exited).WaitAsync(cancel) != heard.Task)
            throw new IOException($"the broker did not start:\n{string.Join("\n", _broker.LastLines.Take().Select(line => line.Text))}");
        return await heard.Task;
    }
}
