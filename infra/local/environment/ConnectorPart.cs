using CcsBridge.Local.Processes;

namespace CcsBridge.Local.Environments;

/// <summary>The connector as a process of its own, the same binary that is deployed. It can be killed and started again.</summary>
internal sealed class ConnectorPart(IReadOnlyDictionary<string, string> settings, Action<OutputLine> onLine, TimeProvider time) : IAsyncDisposable
{
    private const string Name = "CcsBridge.Connector";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private ChildProcess? _process;

    /// <summary>The process of this moment.</summary>
    public ChildProcess Process => _process ?? throw new InvalidOperationException("the connector was not started");

    /// <summary>What a person exports to start another one by hand.</summary>
    public IReadOnlyDictionary<string, string> Settings => settings;

    public void Start()
    {
        var program = Parts.Program(Name);
        _process = ChildProcess.Start(
            new ChildProgram("the connector", program, Path.GetDirectoryName(program)!)
            {
                Environment = settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value),
            },
            onLine, time);
    }

    /// <summary>SIGKILL, as when a container dies: nothing is said goodbye to.</summary>
    public async Task KillAsync()
    {
        Process.Kill();
        await Process.Exited;
        await Process.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        await _process.StopAsync(Grace, CancellationToken.None);
        await _process.DisposeAsync();
    }
}
