using CcsBridge.Benchmarks.Parts;
using CcsBridge.Benchmarks.Relays;
using CcsBridge.Local.Processes;

namespace CcsBridge.Benchmarks.Loads;

/// <summary>How to start connector and relay with the same settings.</summary>
internal static class SubjectStart
{
    public const string Key = "a-key-of-the-benchmark";

    // The steady state of days, in seconds: nothing is profiled first, and what is hot is compiled at once.
    private static readonly Dictionary<string, string?> Compilation = new()
    {
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_TC_CallCountingDelayMs"] = "0",
    };

    public static ChildProgram Of(SubjectKind kind, RelaySettings settings, int door) => kind switch
    {
        SubjectKind.Connector => Connector(settings, door, Deployed, []),
        SubjectKind.HostedConnector => Connector(settings, door, Environment.ProcessPath!, ["part", "connector"]),
        _ => Part("the relay", ["relay", .. RelayPart.Words(settings, door)]),
    };

    /// <summary>A part of our own binary.</summary>
    public static ChildProgram Part(string name, IReadOnlyList<string> words) =>
        new(name, Environment.ProcessPath!, AppContext.BaseDirectory) { Arguments = ["part", .. words], Environment = Compilation };

    // Our own output folder ends in bin/CONFIGURATION/FRAMEWORK, and so does the connector's.
    private static string Deployed => Path.Combine(
        [Root, "connector", "host", .. AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^3..],
            OperatingSystem.IsWindows() ? "CcsBridge.Connector.exe" : "CcsBridge.Connector"]);

    private static string Root
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "CcsBridge.sln")))
                    return folder.FullName;
            }

            throw new IOException($"no CcsBridge.sln above {AppContext.BaseDirectory}: the connector's binary is looked for from there");
        }
    }

    private static ChildProgram Connector(RelaySettings settings, int health, string path, IReadOnlyList<string> arguments) =>
        new("the connector", path, Path.GetDirectoryName(path)!)
        {
            Arguments = arguments,
            Environment = new Dictionary<string, string?>(Compilation)
            {
                ["Ccs__Host"] = "localhost",
                ["Ccs__Port"] = $"{settings.Port}",
                ["Ccs__TrustedCertificate"] = settings.CertificatePath,
                ["Ccs__Window"] = $"{settings.Window}",
                ["Ccs__Senders__0__Id"] = settings.SenderId,
                ["Ccs__Senders__0__ApiKey"] = settings.Key,
                ["Ccs__Senders__0__Queue"] = settings.Queue,
                ["ServiceBus__ConnectionString"] = settings.Bus,
                ["Health__Port"] = $"{health}",
            },
        };
}
