namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>What <c>host.json</c> says, as far as it means anything on one machine.</summary>
/// <param name="Handler">The custom handler.</param>
/// <param name="RoutePrefix">Before every HTTP route; may be empty.</param>
/// <param name="Bus">How messages are taken from the bus.</param>
/// <param name="FunctionTimeout">How long one call may take.</param>
internal sealed record HostFile(HandlerFile Handler, string RoutePrefix, BusLimits Bus, TimeSpan FunctionTimeout);

/// <summary><c>customHandler</c>: the app's own process.</summary>
/// <param name="Executable">A file below the working folder, or a name on the PATH.</param>
/// <param name="Arguments">Given as they are.</param>
/// <param name="WorkingFolder">Relative to the app's folder; empty: that folder itself.</param>
/// <param name="ForwardsHttp"><c>enableForwardingHttpRequest</c>.</param>
internal sealed record HandlerFile(string Executable, IReadOnlyList<string> Arguments, string WorkingFolder, bool ForwardsHttp);

/// <summary><c>extensions.serviceBus</c>, for each function by itself.</summary>
/// <param name="MaxConcurrentCalls">Messages that are worked on at the same time.</param>
/// <param name="PrefetchCount">Messages that are fetched beyond that.</param>
/// <param name="AsksForLockRenewal">Whether it sets <c>maxAutoLockRenewalDuration</c>, which is not applied here.</param>
internal sealed record BusLimits(int MaxConcurrentCalls, int PrefetchCount, bool AsksForLockRenewal)
{
    /// <summary>Messages that are held under lock at the same time.</summary>
    public int Held => MaxConcurrentCalls + PrefetchCount;
}
