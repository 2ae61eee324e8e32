namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>Reads <c>host.json</c> strictly: what is not known is refused by name, never passed over.</summary>
internal static class HostFileReader
{
    public const string FileName = "host.json";

    private const int MostMessages = 1000;

    // The Flex Consumption plan's default.
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(30);

    public static HostFile Read(string json)
    {
        var host = StrictObject.Parse(FileName, json);
        if (host.RequiredText("version") is not "2.0")
            throw host.Refuse("version", "must be \"2.0\"");
        host.Ignore("$schema");
        host.Ignore("extensionBundle"); // The extensions' packages; here they are this runtime.
        host.Ignore("logging"); // What the real host logs, and where to.
        var timeout = host.Duration("functionTimeout") ?? DefaultTimeout;
        var handler = host.Object("customHandler") ?? throw host.Refuse("customHandler", "is missing: only custom handlers run here");
        var extensions = host.Object("extensions");
        host.End();

        var http = extensions?.Object("http");
        var bus = extensions?.Object("serviceBus");
        extensions?.End();
        var routePrefix = http?.Text("routePrefix") ?? "api";
        http?.End();
        return new HostFile(Handler(handler), routePrefix, Bus(bus), timeout);
    }

    private static HandlerFile Handler(StrictObject handler)
    {
        var description = handler.Object("description") ?? throw handler.Refuse("description", "is missing");
        var forwards = handler.Flag("enableForwardingHttpRequest", otherwise: false);
        handler.End();
        var read = new HandlerFile(
            description.RequiredText("defaultExecutablePath"),
            description.Texts("arguments") ?? [],
            description.Text("workingDirectory") ?? "",
            forwards);
        description.End();
        return read;
    }

    private static BusLimits Bus(StrictObject? bus)
    {
        var defaultCalls = 16 * Environment.ProcessorCount;
        if (bus is null)
            return new BusLimits(defaultCalls, PrefetchCount: 0, AsksForLockRenewal: false);
        var read = new BusLimits(
            bus.Number("maxConcurrentCalls", defaultCalls, least: 1, MostMessages),
            bus.Number("prefetchCount", otherwise: 0, least: 0, MostMessages),
            bus.Duration("maxAutoLockRenewalDuration") is not null);
        bus.End();
        return read;
    }
}
