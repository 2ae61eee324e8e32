using System.Security.Cryptography;
using CcsBridge.Local.Processes;

namespace CcsBridge.Local.Npm;

/// <summary>
/// <c>node_modules</c> beside a lock file, installed by <c>npm ci</c> when they are missing or the lock file has changed. A run that
/// finds them installed touches nothing and asks nobody. The folder holds package.json and package-lock.json and must be writable for an
/// installation. <c>what</c> is installed and its <c>size</c> are words for people; what goes on is said a sentence at a time.
/// </summary>
internal sealed class NpmInstall(string folder, string what, string size, Action<string> say, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SayAgain = TimeSpan.FromSeconds(10);

    private string Modules => Path.Combine(folder, "node_modules");
    private string Stamp => Path.Combine(Modules, ".installed-from");
    private string Cache => Path.Combine(folder, ".npm-cache");

    /// <exception cref="CannotStartException">npm failed; its last lines are in the message.</exception>
    public async Task EnsureAsync(NodeRuntime node, CancellationToken cancel)
    {
        if (await IsCurrentAsync(cancel))
            return;
        using var held = await InstallLock.TakeAsync(Path.Combine(folder, ".installing"),
            () => say($"another run is installing {what}; waiting for it ..."), time, cancel);
        if (!await IsCurrentAsync(cancel))
            await InstallAsync(node, cancel);
    }

    private async Task<bool> IsCurrentAsync(CancellationToken cancel) =>
        File.Exists(Stamp) && await File.ReadAllTextAsync(Stamp, cancel) == await LockHashAsync(cancel);

    private async Task<string> LockHashAsync(CancellationToken cancel) =>
        Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(folder, "package-lock.json"), cancel)));

    private async Task InstallAsync(NodeRuntime node, CancellationToken cancel)
    {
        say($"installing {what} by npm: {size}, once ...");
        var started = time.GetTimestamp();
        var hash = await LockHashAsync(cancel);
        await using (var npm = ChildProcess.Start(Npm(node), onLine: null, time))
        {
            var code = await WaitAsync(npm, started, cancel);
            if (code != 0)
                throw new CannotStartException($"npm could not install {what} in {folder} (exit code {code}). Its last lines:\n"
                    + string.Join('\n', npm.LastLines.Take(20).Select(line => "  " + line.Text)));
        }

        // Written last: an installation that was cut short has no stamp and is done anew.
        await File.WriteAllTextAsync(Stamp, hash, cancel);
        Directory.Delete(Cache, recursive: true);
        say($"installed {what}: {SizeOnDisk() / 1_000_000} MB in {time.GetElapsedTime(started).TotalSeconds:0.0} s");
    }

    private async Task<int> WaitAsync(ChildProcess npm, long started, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return await npm.Exited.WaitAsync(SayAgain, time, cancel);
            }
            catch (TimeoutException)
            {
                var waited = time.GetElapsedTime(started);
                if (waited > Patience)
                    throw new CannotStartException(
                        $"npm has not installed {what} within {Patience.TotalMinutes} minutes: is its registry within reach?");
                say($"still installing {what}, {waited.TotalSeconds:0} s ...");
            }
        }
    }

    // --ignore-scripts: nothing that a package brings is run at installation. The cache is our own, for HOME may be missing.
    private ChildProgram Npm(NodeRuntime node) => new("npm", node.Node, folder)
    {
        Arguments = [node.NpmScript, "ci", "--ignore-scripts", "--no-update-notifier", "--loglevel=error"],
        Environment = new Dictionary<string, string?>
        {
            ["npm_config_cache"] = Cache,
            ["HOME"] = Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? home : null,
        },
    };

    private long SizeOnDisk() => new DirectoryInfo(Modules).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
