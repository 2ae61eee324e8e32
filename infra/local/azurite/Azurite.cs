using CcsBridge.Local.Npm;
using CcsBridge.Local.Processes;

namespace CcsBridge.Local;

/// <summary>
/// Table storage for one machine: Azurite's table service as a child, in memory, on a loopback port. What is stored is gone when it stops.
/// </summary>
internal sealed class Azurite : IAsyncDisposable
{
    // Azurite's public development account, the same on every machine; no secret.
    private const string Account = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const int Attempts = 5;
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);

    private Azurite(ChildProcess process, int port) => (Process, Port) = (process, port);

    public ChildProcess Process { get; }

    public int Port { get; }

    /// <summary>For Azure.Data.Tables.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AccountKey};TableEndpoint=http://127.0.0.1:{Port}/{Account};";

    /// <summary>
    /// Installs it in its folder (<c>Parts.Folder("CcsBridge.Azurite")</c>) if need be, starts it, and waits until it listens.
    /// <paramref name="say"/> hears of the progress, a sentence at a time; <paramref name="onLine"/> gets what Azurite writes.
    /// </summary>
    /// <exception cref="CannotStartException">Node or npm is missing, too old, or failed; or Azurite did not start.</exception>
    public static async Task<Azurite> StartAsync(
        string folder, Action<string> say, Action<OutputLine>? onLine, TimeProvider time, CancellationToken cancel)
    {
        var node = await NodeRuntime.FindAsync(time, cancel);
        await new NpmInstall(folder, "Azurite (Table storage for one machine)", "236 packages, 127 MB on disk, usually 10 to 30 s", say, time)
            .EnsureAsync(node, cancel);
        for (var attempt = 1; attempt <= Attempts; attempt++)
            if (await TryStartAsync(node, folder, FreePort.Next(), onLine, time, cancel) is { } azurite)
                return azurite;
        throw new CannotStartException(
            $"Azurite found its port taken {Attempts} times in a row: other programs take loopback ports faster than it starts.");
    }

    /// <summary>Null: the port was taken between our look and Azurite's.</summary>
    private static async Task<Azurite?> TryStartAsync(
        NodeRuntime node, string folder, int port, Action<OutputLine>? onLine, TimeProvider time, CancellationToken cancel)
    {
        var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = ChildProcess.Start(TableService(node, folder, port), Note, time);
        var started = false;
        try
        {
            await Task.WhenAny(listens.Task, process.Exited).WaitAsync(StartWithin, time, cancel);
            started = listens.Task.IsCompleted && !process.Exited.IsCompleted;
            return started ? new Azurite(process, port)
                : PortWasTaken(process) ? null
                : throw new CannotStartException($"Azurite ended at its start (exit code {await process.Exited}). {LastLinesOf(process)}");
        }
        catch (TimeoutException e)
        {
            throw new CannotStartException($"Azurite did not listen within {StartWithin.TotalSeconds} s. {LastLinesOf(process)}", e);
        }
        finally
        {
            if (!started)
                await process.DisposeAsync();
        }

        void Note(OutputLine line)
        {
            if (line.Text.Contains("successfully started on", StringComparison.Ordinal))
                listens.TrySetResult();
            onLine?.Invoke(line);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Process.StopAsync(StopWithin, CancellationToken.None);
        await Process.DisposeAsync();
    }

    private static bool PortWasTaken(ChildProcess process) =>
        process.LastLines.Take().Any(line => line.Text.Contains("EADDRINUSE", StringComparison.Ordinal));

    private static string LastLinesOf(ChildProcess process) =>
        "Its last lines:\n" + string.Join('\n', process.LastLines.Take(20).Select(line => "  " + line.Text));

    private static ChildProgram TableService(NodeRuntime node, string folder, int port) => new("Azurite", node.Node, folder)
    {
        Arguments =
        [
            Path.Combine("node_modules", "azurite", "dist", "src", "table", "main.js"), "--tablePort", $"{port}",
            "--inMemoryPersistence", "--skipApiVersionCheck", "--silent", "--disableTelemetry",
        ],
    };
}
