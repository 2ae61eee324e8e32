using CcsBridge.Connector;

namespace CcsBridge.Benchmarks.Parts;

/// <summary>
/// The connector's own host in our process, with a door that tells what it has allocated: the deployed binary has none. Used for that
/// measurement only.
/// </summary>
internal static class HostedConnector
{
    public static async Task RunAsync()
    {
        var app = ConnectorProcess.Parts([], TimeProvider.System, Random.Shared).Build();
        Allocations.Map(app);
        await app.RunAsync();
    }
}
