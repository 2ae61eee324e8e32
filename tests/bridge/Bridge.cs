using System.Text;
using CcsBridge.Local;
using CcsBridge.Local.Broker;
using CcsBridge.Local.Bus;
using CcsBridge.Local.Ccs;
using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.Local.FunctionsRuntime;
using CcsBridge.Local.Processes;
using CcsBridge.Tests.House;
using Wire = CcsBridge.Local.Ccs.Endpoint.Happening;

namespace CcsBridge.Tests.Bridges;

/// <summary>The emulator (TLS) and the broker on sockets, and the connector as a process of its own between them.</summary>
internal sealed class Bridge : IAsyncDisposable
{
    public const string Sender = "1234567890";
    public const string Key = "a-key-that-no-log-may-hold";

    private readonly string _folder = Directory.CreateTempSubdirectory("ccsbridge-test-").FullName;
    // Longer than the longest wait of the product on a silent peer (60 s for a send's word, 30 s for a handshake).
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(3));
    private readonly StringBuilder _said = new();
    private readonly List<ChildProcess> _started = [];
    private readonly List<(string Text, TaskCompletionSource Heard)> _awaited = [];

    public CcsEmulator Ccs { get; private set; } = null!;

    /// <summary>The broker's clock. The connector's and the endpoint's stay where they are.</summary>
    public OffsetTimeProvider Clock { get; } = new(TimeProvider.System);

    public LocalBroker Broker { get; private set; } = null!;

    public PlainBus Bus { get; private set; } = null!;

    /// <summary>The last one that was started.</summary>
    public ChildProcess? Connector { get; private set; }

    /// <summary>A guard against hanging, nothing else.</summary>
    public CancellationToken Deadline => _deadline.Token;

    /// <summary>Everything the connector wrote.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>Awaits a line of the connector's that holds this.</summary>
    public Task SaysAsync(string text)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_said)
        {
            if (_said.ToString().Contains(text, StringComparison.Ordinal))
                heard.SetResult();
            _awaited.Add((text, heard));
        }

        return heard.Task.WaitAsync(Deadline);
    }

    /// <summary>What <c>/health/ready</c> answers now.</summary>
    public async Task<string> HealthAsync()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{Connector!.Program.Environment["Health__Port"]}/health/ready"), Deadline);
        return await answer.Content.ReadAsStringAsync(Deadline);
    }

    /// <param name="senders">Whom the endpoint knows; none: one. Others than the first have queues of their own.</param>
    public static async Task<Bridge> OpenAsync(params Sender[] senders)
    {
        var bridge = new Bridge();
        // Whoever hangs is told what the connector said last.
        bridge._deadline.Token.Register(() => Console.Error.WriteLine($"the deadline is over; the connector said:\n{bridge.Said}"));
        bridge.Ccs = await CcsEmulator.StartAsync(
            new CcsEmulatorOptions
            {
                Endpoint = new EndpointSettings { Senders = senders.Length > 0 ? senders : [new Sender(Sender, Key)] },
                CertificatePath = Path.Combine(bridge._folder, "ccs.pem"),
            },
            bridge.Deadline);
        bridge.Broker = LocalBroker.Start(new BrokerOptions
        {
            Time = bridge.Clock,
            Topology = Topology.Load().WithQueuesLike("downstream", senders.Skip(1).Select(sender => $"downstream-{sender.Id}")),
        });
        bridge.Bus = await PlainBus.OpenAsync(BusAddress.Parse(bridge.Broker.ConnectionString, "ServiceBus"), bridge.Deadline);
        return bridge;
    }

    /// <summary>Starts the connector with the right settings, but for these.</summary>
    public ChildProcess Start(params (string Name, string? Value)[] changed)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Ccs__Host"] = "localhost",
            ["Ccs__Port"] = $"{Ccs.Port}",
            ["Ccs__TrustedCertificate"] = Ccs.CertificatePath,
            ["Ccs__Senders__0__Id"] = Sender,
            ["Ccs__Senders__0__ApiKey"] = Key,
            ["ServiceBus__ConnectionString"] = Broker.ConnectionString,
            ["Health__Port"] = $"{FreePort.Next()}",
        };
        foreach (var (name, value) in changed)
            settings[name] = value;
        var folder = Repository.Output("connector", "host");
        var program = Path.Combine(folder, OperatingSystem.IsWindows() ? "CcsBridge.Connector.exe" : "CcsBridge.Connector");
        Connector = ChildProcess.Start(
            new ChildProgram("the connector", program, folder) { Environment = settings }, Hear, TimeProvider.System);
        _started.Add(Connector);
        return Connector;
    }

    public async Task<Bridge> BoundAsync()
    {
        await Ccs.WhenAsync<Wire.Bound>(_ => true, Deadline);
        return this;
    }

    /// <summary>What a queue's message came to: the dead letter's reason and description.</summary>
    public async Task<(string Reason, string Description)> DeadLetterAsync(string messageId)
    {
        var dead = await Bus.Watch("downstream/$DeadLetterQueue").FirstAsync(seen => seen.Id == messageId, Deadline);
        return (dead.Properties["DeadLetterReason"], dead.Properties["DeadLetterErrorDescription"]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connector in _started)
            await connector.DisposeAsync();
        await Bus.DisposeAsync();
        await Broker.DisposeAsync();
        await Ccs.DisposeAsync();
        _deadline.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Hear(OutputLine line)
    {
        lock (_said)
        {
            _said.AppendLine(line.Text);
            foreach (var (text, heard) in _awaited)
            {
                if (line.Text.Contains(text, StringComparison.Ordinal))
                    heard.TrySetResult();
            }
        }
    }
}
