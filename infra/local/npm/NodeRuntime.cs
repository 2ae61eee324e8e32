using CcsBridge.Local.Processes;

namespace CcsBridge.Local.Npm;

/// <summary>The Node.js of this machine, as far as it is needed here.</summary>
/// <param name="Node">Full path of the program itself, behind any version manager's shim.</param>
/// <param name="NpmScript">npm-cli.js. Run by <paramref name="Node"/>, so that npm needs nothing on the PATH.</param>
internal sealed record NodeRuntime(string Node, string NpmScript)
{
    private const int OldestMajor = 18;
    private const string Remedy = "Install Node.js 20 (https://nodejs.org) and run this again.";

    /// <exception cref="CannotStartException">Node is missing or too old, or npm is not beside it.</exception>
    public static async Task<NodeRuntime> FindAsync(TimeProvider time, CancellationToken cancel)
    {
        var (path, version) = await AskAsync(time, cancel);
        RequireVersion(path, version);
        var npm = NpmScriptBeside(path)
            ?? throw new CannotStartException($"npm was not found beside Node.js at {path}. {Remedy}");
        return new NodeRuntime(path, npm);
    }

    /// <summary>The version is as Node gives it: <c>v20.20.2</c>.</summary>
    internal static void RequireVersion(string path, string version)
    {
        if (!Version.TryParse(version.TrimStart('v'), out var found) || found.Major < OldestMajor)
            throw new CannotStartException(
                $"Azurite, which plays Table storage here, needs Node.js {OldestMajor} or newer; found {version} at {path}. {Remedy}");
    }

    /// <summary>npm as Node's own installers, Debian's package, and version managers lay it beside Node.</summary>
    private static string? NpmScriptBeside(string node)
    {
        var folder = Path.GetDirectoryName(node)!;
        var npm = Path.Combine(folder, "npm");
        string?[] places =
        [
            File.Exists(npm) ? File.ResolveLinkTarget(npm, returnFinalTarget: true)?.FullName : null,
            Path.Combine(folder, "node_modules", "npm", "bin", "npm-cli.js"),
            Path.Combine(folder, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
            Path.Combine(folder, "..", "share", "nodejs", "npm", "bin", "npm-cli.js"),
        ];
        return Array.Find(places, place => place is not null && place.EndsWith(".js", StringComparison.Ordinal) && File.Exists(place));
    }

    private static async Task<(string Path, string Version)> AskAsync(TimeProvider time, CancellationToken cancel)
    {
        try
        {
            var question = new ChildProgram("Node.js", "node", AppContext.BaseDirectory)
            {
                Arguments = ["-p", "process.execPath + '\\n' + process.version"],
            };
            await using var node = ChildProcess.Start(question, onLine: null, time);
            var code = await node.Exited.WaitAsync(TimeSpan.FromSeconds(30), time, cancel);
            return (code, node.LastLines.Take()) is (0, [{ IsError: false } path, { IsError: false } version, ..])
                ? (path.Text, version.Text)
                : throw new CannotStartException($"`node` on the PATH does not answer as Node.js does (exit code {code}). {Remedy}");
        }
        catch (CannotStartException e) when (e.InnerException is not null)
        {
            throw new CannotStartException(
                $"Azurite, which plays Table storage here, needs Node.js {OldestMajor} or newer; found none on the PATH. {Remedy}", e);
        }
    }
}
