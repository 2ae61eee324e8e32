using CcsBridge.Local.Processes;

namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>Where the broker is, read from a Service Bus connection string of the emulator's kind: plain TCP, no token.</summary>
internal sealed record BusAddress(string Host, int Port)
{
    private const int AmqpPort = 5672;
    private const string Form = "Endpoint=sb://127.0.0.1:5672;SharedAccessKeyName=name;SharedAccessKey=key;UseDevelopmentEmulator=true";

    public override string ToString() => $"{Host}:{Port}";

    /// <summary>The refusal names the setting, never its value: a connection string is a secret.</summary>
    public static BusAddress Parse(string connectionString, string setting)
    {
        var parts = connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2)
            .ToLookup(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        if (!string.Equals(parts["UseDevelopmentEmulator"].FirstOrDefault(), "true", StringComparison.OrdinalIgnoreCase))
            throw new CannotStartException(
                $"the setting {setting} has no UseDevelopmentEmulator=true: this runtime speaks to a broker on this machine only ({Form}).");
        return Uri.TryCreate(parts["Endpoint"].FirstOrDefault(), UriKind.Absolute, out var endpoint) && endpoint.Host.Length > 0
            ? new BusAddress(endpoint.Host, endpoint.Port > 0 ? endpoint.Port : AmqpPort)
            : throw new CannotStartException($"the setting {setting} has no readable Endpoint: it must look like {Form}.");
    }
}
