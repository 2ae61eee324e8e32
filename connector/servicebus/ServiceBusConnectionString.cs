namespace CcsBridge.ServiceBus;

/// <summary>
/// A namespace's connection string: where it is and with which key. Read by <see cref="Parse"/>, which names the member at fault.
/// Plain TCP (5672) with <c>UseDevelopmentEmulator=true</c>, otherwise TLS (5671); a port in the endpoint wins over both.
/// </summary>
public sealed class ServiceBusConnectionString
{
    private const string Allowed =
        "allowed are Endpoint, SharedAccessKeyName, SharedAccessKey and UseDevelopmentEmulator";

    private ServiceBusConnectionString(string host, int port, string keyName, string key, bool useDevelopmentEmulator)
    {
        Host = host;
        Port = port;
        KeyName = keyName;
        Key = key;
        UseDevelopmentEmulator = useDevelopmentEmulator;
    }

    /// <summary>The namespace's host name, without port.</summary>
    public string Host { get; }

    public int Port { get; }

    /// <summary>The name of the shared access policy.</summary>
    public string KeyName { get; }

    /// <summary>Plain TCP instead of TLS: for a broker on this machine only.</summary>
    public bool UseDevelopmentEmulator { get; }

    internal string Key { get; }

    /// <exception cref="FormatException">A member is missing, unknown, given twice or has a value that cannot be read.</exception>
    public static ServiceBusConnectionString Parse(string text)
    {
        var members = Members(text);
        var emulator = members.TryGetValue("UseDevelopmentEmulator", out var flag) && ReadFlag(flag);
        var endpoint = ReadEndpoint(Required(members, "Endpoint"));
        return new ServiceBusConnectionString(
            endpoint.Host,
            endpoint.IsDefaultPort ? emulator ? 5672 : 5671 : endpoint.Port,
            Required(members, "SharedAccessKeyName"),
            Required(members, "SharedAccessKey"),
            emulator);
    }

    /// <summary>Without the key, fit for a log.</summary>
    public override string ToString() =>
        $"Endpoint=sb://{Host}:{Port};SharedAccessKeyName={KeyName};SharedAccessKey=***"
        + (UseDevelopmentEmulator ? ";UseDevelopmentEmulator=true" : "");

    private static Dictionary<string, string> Members(string text)
    {
        var members = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // A key may itself hold '=': only the first one divides. A part without one may be a piece of the key: it is not repeated.
            var cut = part.IndexOf('=', StringComparison.Ordinal);
            if (cut <= 0)
                throw new FormatException("The Service Bus connection string has a part that is not Name=Value.");

            var name = part[..cut].Trim();
            Refuse(name);
            if (!members.TryAdd(name, part[(cut + 1)..].Trim()))
                throw new FormatException($"The Service Bus connection string has {name} twice.");
        }

        return members;
    }

    private static void Refuse(string name)
    {
        if (name.Equals("EntityPath", StringComparison.OrdinalIgnoreCase))
            throw new FormatException(
                "The Service Bus connection string has EntityPath, so it is one entity's; the namespace's own, without it, is needed.");

        string[] known = ["Endpoint", "SharedAccessKeyName", "SharedAccessKey", "UseDevelopmentEmulator"];
        if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
            throw new FormatException($"The Service Bus connection string has a member '{name}'; {Allowed}.");
    }

    private static string Required(Dictionary<string, string> members, string name) =>
        members.TryGetValue(name, out var value) && value.Length > 0
            ? value
            : throw new FormatException($"The Service Bus connection string lacks {name}; {Allowed}, the first three always.");

    private static bool ReadFlag(string value) =>
        bool.TryParse(value, out var flag)
            ? flag
            : throw new FormatException($"UseDevelopmentEmulator in the Service Bus connection string is '{value}'; allowed are true and false.");

    private static Uri ReadEndpoint(string value)
    {
        var text = value.Contains("://", StringComparison.Ordinal) ? value : $"sb://{value}";
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri is { Scheme: "sb", Host.Length: > 0, UserInfo.Length: 0, AbsolutePath: "" or "/", Query.Length: 0, Port: not 0 })
            return uri;

        throw new FormatException(
            $"Endpoint in the Service Bus connection string is '{value}'; allowed is sb://host/ or sb://host:port/.");
    }
}
