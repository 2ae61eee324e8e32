using CcsBridge.Local.Broker;
using CcsBridge.Local.Ccs;
using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.Local.FunctionsRuntime;
using CcsBridge.Local.Processes;

namespace CcsBridge.Local.Environments;

/// <summary>All parts on one machine, started in the order in which they need each other and stopped in the opposite one.</summary>
internal sealed class LocalEnvironment : IAsyncDisposable
{
    public const string Sender = "1234567890";
    public const string ApiKey = "local-server-key";

    private readonly Stack<IAsyncDisposable> _parts = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("ccsbridge-").FullName;

    private LocalEnvironment()
    {
    }

    public CcsEmulator Ccs { get; private set; } = null!;

    public LocalBroker Broker { get; private set; } = null!;

    public Azurite Tables { get; private set; } = null!;

    public FunctionsHost Functions { get; private set; } = null!;

    public ConnectorPart Connector { get; private set; } = null!;

    /// <exception cref="CannotStartException">Something is missing on this machine.</exception>
    /// <exception cref="IOException">A port is in use; the message names it.</exception>
    public static async Task<LocalEnvironment> StartAsync(LocalArguments arguments, Screen screen, CancellationToken cancel)
    {
        var environment = new LocalEnvironment();
        try
        {
            await environment.OpenAsync(arguments, screen, cancel);
            return environment;
        }
        catch
        {
            await environment.DisposeAsync();
            throw;
        }
    }

    /// <summary>How the endpoint is started on this machine; its certificate goes into the folder.</summary>
    public static CcsEmulatorOptions EndpointOptions(LocalArguments arguments, string folder) => new()
    {
        Endpoint = new EndpointSettings { Senders = [new Sender(Sender, ApiKey)] },
        Port = arguments.PortCcs,
        DoorPort = arguments.PortPhones,
        Tls = !arguments.Plaintext,
        CertificatePath = Path.Combine(folder, "ccs.pem"),
    };

    /// <summary>The last lines of a part, for whoever has to explain that something failed in it.</summary>
    public IReadOnlyList<string> LastLines(string part, int count) => part switch
    {
        "connector" => [.. Connector.Process.LastLines.Take(count).Select(line => line.Text)],
        "functions" => [.. FunctionLines.Take(count).Select(line => line.Text)],
        _ => [],
    };

    /// <summary>What the functions and their host wrote last.</summary>
    public LastLines FunctionLines { get; } = new();

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task OpenAsync(LocalArguments arguments, Screen screen, CancellationToken cancel)
    {
        var clock = TimeProvider.System;
        Ccs = Own(await CcsEmulator.StartAsync(EndpointOptions(arguments, _folder), cancel));
        screen.Say($"  CCS endpoint         127.0.0.1:{Ccs.Port} (TLS), phones at {Ccs.DoorUri}");
        Broker = Own(LocalBroker.Start(new BrokerOptions { Port = arguments.PortBus }));
        screen.Say($"  Service Bus          127.0.0.1:{Broker.Port}");
        Tables = Own(await Azurite.StartAsync(
            Parts.Folder("CcsBridge.Azurite"), line => screen.Say($"  {line}"), line => screen.Part("azurite", line.Text), clock, cancel));
        screen.Say($"  Table storage        127.0.0.1:{Tables.Port} (Azurite)");
        Functions = Own(await FunctionsHost.StartAsync(FunctionSettings(arguments, screen), cancel));
        screen.Say($"  functions            {Functions.Door}api/ (HTTP is open here; in Azure it asks for a key)");

        var from = Ccs.Position;
        Connector = Own(new ConnectorPart(ConnectorSettings(), line => screen.Part("connector", line.Text), clock));
        Connector.Start();
        await BoundAsync(from, cancel);
        screen.Say($"  connector            process {Connector.Process.Id}, its session is bound");
    }

    /// <summary>The connector's session is bound; or the connector ended first.</summary>
    public async Task BoundAsync(long from, CancellationToken cancel)
    {
        var ended = Connector.Process.Exited;
        var bound = Ccs.WhenAsync<Ccs.Endpoint.Happening.Bound>(_ => true, cancel, from);
        if (await Task.WhenAny(bound, ended) == ended)
            throw new CannotStartException($"the connector ended with exit code {await ended}:\n{string.Join('\n', LastLines("connector", 20))}");
        await bound;
    }

    private FunctionsHostOptions FunctionSettings(LocalArguments arguments, Screen screen) => new()
    {
        AppFolder = Parts.Folder("CcsBridge.Functions"),
        HttpPort = arguments.PortHttp,
        Settings = new Dictionary<string, string>
        {
            ["ServiceBus"] = Broker.ConnectionString,
            ["Tables__ConnectionString"] = Tables.ConnectionString,
            ["Senders"] = Sender,
            ["Registrations__AllowUnverified"] = "true",
            ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
        },
        OnLine = line =>
        {
            FunctionLines.Add(new OutputLine($"{line.Source}: {line.Text}", IsError: false));
            screen.Part("functions", $"{line.Source}: {line.Text}");
        },
    };

    private Dictionary<string, string> ConnectorSettings() => new()
    {
        ["Ccs__Host"] = "localhost",
        ["Ccs__Port"] = $"{Ccs.Port}",
        ["Ccs__TrustedCertificate"] = Ccs.CertificatePath!,
        ["Ccs__Senders__0__Id"] = Sender,
        ["Ccs__Senders__0__ApiKey"] = ApiKey,
        ["ServiceBus__ConnectionString"] = Broker.ConnectionString,
        ["Health__Port"] = $"{FreePort.Next()}",
    };

    private T Own<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }
}
