using System.Diagnostics;

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
        var folder = Folder();
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

    private static string Folder()
    {
        for (var up = new DirectoryInfo(AppContext.BaseDirectory); up is not null; up = up.Parent)
            if (File.Exists(Path.Combine(up.FullName, "CcsBridge.sln")))
                return Path.Combine(up.FullName, "tests", "interop", "service-bus-js");
        throw new DirectoryNotFoundException($"no folder above {AppContext.BaseDirectory} holds CcsBridge.sln");
    }

    // One at a time: npm ci empties node_modules first. npm's own record there tells when it was last done.
    private static async Task InstallAsync(string folder, CancellationToken cancel)
    {
        await using var _ = await LockAsync(Path.Combine(folder, ".install.lock"), cancel);
        var done = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        if (done.Exists && done.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
            return;
        using var npm = Start("npm", ["ci", "--ignore-scripts"], folder);
        var output = npm.StandardOutput.ReadToEndAsync(cancel);
        var errors = await npm.StandardError.ReadToEndAsync(cancel);
        await npm.WaitForExitAsync(cancel);
        Assert.True(npm.ExitCode == 0, $"npm ci failed in {folder}: {await output}\n{errors}");
    }

    private static async Task<FileStream> LockAsync(string path, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException)
            {
                // Another process installs; a file has no signal to await.
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancel);
            }
        }
    }

    private static Process Start(string program, string[] arguments, string folder) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
