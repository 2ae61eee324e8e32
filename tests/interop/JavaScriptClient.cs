using System.Diagnostics;
using CcsBridge.Local.Npm;
using CcsBridge.Tests.House;

namespace CcsBridge.Tests.Interop;

/// <summary>
/// The scripts in <c>tests/interop/service-bus-js</c>, which use npm's <c>@azure/service-bus</c>. Installs it when it is missing.
/// </summary>
internal sealed class JavaScriptClient : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _said = [];

    private JavaScriptClient(Process process) => _process = process;

    public static async Task<JavaScriptClient> StartAsync(string script, string connectionString, CancellationToken cancel)
    {
        var folder = Path.Combine(Repository.Root, "tests", "interop", "service-bus-js");
        await InstallAsync(folder, cancel);
        return new JavaScriptClient(Start("node", [script, connectionString], folder));
    }

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

    private static async Task InstallAsync(string folder, CancellationToken cancel) =>
        await new NpmInstall(folder, "@azure/service-bus", "77 packages, 29 MB on disk", say: _ => { }, TimeProvider.System)
            .EnsureAsync(await NodeRuntime.FindAsync(TimeProvider.System, cancel), cancel);

    private static Process Start(string program, string[] arguments, string folder) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
