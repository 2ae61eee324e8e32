using Microsoft.Extensions.Hosting;

namespace CcsBridge.Local.Ccs.Door;

/// <summary>Signals belong to the process; without this, the door's host would take SIGINT and SIGTERM for itself.</summary>
internal sealed class DoorLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
