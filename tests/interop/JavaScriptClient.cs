using System.Diagnostics;
using CcsBridge.Local.Npm;
using CcsBridge.Tests.House;

namespace CcsBridge.Tests.Interop;

/// <summary>A script in a folder beside, which uses other people's clients from npm. Installs them when they are missing.</summary>
internal sealed class JavaScriptClient : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _said = [];

    private JavaScriptClient(Process process) => _process = process;

    /// <summary>Microsoft's own client of the bus.</summary>
    public static Task<JavaScriptClient> OfServiceBusAsync(string script, string connectionString, CancellationToken cancel) =>
        StartAsync("service-bus-js", "@azure/service-bus", "77 packages, 29 MB on disk", [script, connectionString], trusted: null, cancel);

    /// <summary>CCS clients; <paramref name="trusted"/> is the endpoint's certificate, a PEM file.</summary>
    public static Task<JavaScriptClient> OfCcsAsync(string script, int port, string key, string trusted, CancellationToken cancel) =>
        StartAsync("ccs-js", "node-xcs and @xmpp/client", "244 packages, 66 MB on disk", [script, $"{port}", key], trusted, cancel);

    /// <summary>Reads what it says up to a line that begins so.</summary>
    public async Task<string> SaysAsync(string beginning, CancellationToken cancel)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            _said.Add(line);
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return line;
        }

        var error = await _process.StandardError.ReadToEndAsync(cancel);
        throw new InvalidOperationException($"the script ended without saying '{beginning}':\n{string.Join('\n', _said)}\n{error}");
    }

    public Task TellAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    public async Task<int> ExitCodeAsync(CancellationToken cancel)
    {
        await _process.WaitForExitAsync(cancel);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static async Task<JavaScriptClient> StartAsync(
        string folder, string what, string size, string[] arguments, string? trusted, CancellationToken cancel)
    {
        folder = Path.Combine(Repository.Root, "tests", "interop", folder);
        await new NpmInstall(folder, what, size, say: _ => { }, TimeProvider.System)
            .EnsureAsync(await NodeRuntime.FindAsync(TimeProvider.System, cancel), cancel);
        var start = new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (trusted is not null)
            start.Environment["NODE_EXTRA_CA_CERTS"] = trusted;
        return new JavaScriptClient(Process.Start(start)!);
    }
}
