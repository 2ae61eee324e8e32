using System.Diagnostics;
using CcsBridge.Benchmarks.Parts;
using CcsBridge.Local.Processes;

namespace CcsBridge.Benchmarks.Loads;

/// <summary>What stands between endpoint and broker.</summary>
internal enum SubjectKind
{
    /// <summary>The binary that is deployed.</summary>
    Connector,

    /// <summary>The yardstick.</summary>
    Relay,

    /// <summary>The connector's host in our binary, to read its allocations.</summary>
    HostedConnector,
}

/// <summary>Connector or relay as a running process, with the sender and queue that are its own: one rests while the other is measured.</summary>
/// <param name="sender">Who it logs in as.</param>
/// <param name="queue">What it receives from.</param>
/// <param name="phone">A phone of its sender's, and ...</param>
/// <param name="token">... its token.</param>
/// <param name="process">Ended when this is disposed.</param>
/// <param name="door">The port where it tells its allocations; the deployed binary does not.</param>
internal sealed class Subject(string sender, string queue, string phone, string token, ChildProcess process, int door) : IAsyncDisposable
{
    public string Sender => sender;

    public string Queue => queue;

    public string Phone => phone;

    public string Token => token;

    /// <summary>A run takes seconds, even on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>What comes first of the two: the work, or the end of the process, which is a failure.</summary>
    /// <exception cref="IOException">It ended; with its last lines.</exception>
    /// <exception cref="TimeoutException">Neither within a minute.</exception>
    public async Task WhileAliveAsync(Task work)
    {
        if (await Task.WhenAny(work, process.Exited).WaitAsync(Patience) != work)
            throw new IOException($"{process.Program.Name} ended with {await process.Exited}:\n{string.Join("\n", process.LastLines.Take().Select(line => line.Text))}");
        await work;
    }

    /// <summary>What it has used so far, all threads.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            using var same = Process.GetProcessById(process.Id);
            return same.TotalProcessorTime;
        }
    }

    public Task<long> AllocatedAsync(CancellationToken cancel) => Allocations.ReadAsync(door, cancel);

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
