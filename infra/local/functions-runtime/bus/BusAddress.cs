using CcsBridge.Local.Processes;

namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>Where the broker is and the key to it, read from a Service Bus connection string of the emulator's kind: plain TCP.</summary>
internal sealed record BusAddress(string Host, int Port, string KeyName, string Key)
{
    private const int AmqpPort = 5672;
    private const string Form = "Endpoint=sb://127.0.0.1:5672;SharedAccessKeyName=name;SharedAccessKey=key;UseDevelopmentEmulator=true";

    /// <summary>Without the key: this goes into sentences.</summary>
    public override string ToString() => $"{Host}:{Port}";

    /// <summary>The refusal names the setting, never its value: a connection string is a secret.</summary>
    public static BusAddress Parse(string connectionString, string setting)
    {
        var parts = connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2)
            .ToLookup(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        if (!string.Equals(parts["UseDevelopmentEmulator"].FirstOrDefault(), "true", StringComparison.OrdinalIgnoreCase))
            throw new CannotStartException(
                $"the setting {setting} has no UseDevelopmentEmulator=true: only a broker on this machine is spoken to ({Form}).");
        return Uri.TryCreate(parts["Endpoint"].FirstOrDefault(), UriKind.Absolute, out var endpoint) && endpoint.Host.Length > 0
            && parts["SharedAccessKeyName"].FirstOrDefault() is { Length: > 0 } keyName
            && parts["SharedAccessKey"].FirstOrDefault() is { Length: > 0 } key
            ? new BusAddress(endpoint.Host, endpoint.Port > 0 ? endpoint.Port : AmqpPort, keyName, key)
            : throw new CannotStartException(
                $"the setting {setting} lacks Endpoint, SharedAccessKeyName or SharedAccessKey: it must look like {Form}.");
    }
}
