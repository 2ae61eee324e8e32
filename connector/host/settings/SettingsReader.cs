using System.Globalization;
using System.Net;
using CcsBridge.Connector.Sessions;
using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Connector.Settings;

/// <summary>Reads and checks all settings together: a person sees every fault at once, each in a sentence (DECISIONS.md 5).</summary>
internal sealed class SettingsReader(IConfiguration configuration, bool isDevelopment)
{
    private readonly List<SettingFault> _faults = [];

    /// <exception cref="SettingsRefusedException">One or more settings are wrong.</exception>
    public static ConnectorSettings Read(IConfiguration configuration, bool isDevelopment = false) => new SettingsReader(configuration, isDevelopment).Read();

    private ConnectorSettings Read()
    {
        RefuseUnknown("Ccs", ["Host", "Port", "Domain", "Tls", "TrustedCertificate", "Proxy", "Senders", "Connections", "Window", "MaxAttempts", "AckTimeout", "PingInterval", "PingTimeout", "StopWithin", "LogStanzas"]);
        RefuseUnknown("Health", ["Port"]);
        var endpoint = new CcsEndpoint(
            Host(),
            Whole("Ccs:Port", 1, 65535, 5235),
            Text("Ccs:Domain", "an XMPP domain, as gcm.googleapis.com"),
            Tls(),
            PemFile("Ccs:TrustedCertificate"),
            Proxy());
        if (endpoint is { Tls: TlsMode.None, Host.Length: > 0 } && !IsLoopback(endpoint.Host))
            _faults.Add(new SettingFault("Ccs:Tls", $"None for {endpoint.Host}", "Direct; None only for a loopback address, since the key would be readable on the way"));
        if (endpoint is { Tls: TlsMode.None, Proxy: not null })
            _faults.Add(new SettingFault("Ccs:Proxy", "a proxy, and Ccs:Tls is None", "a proxy only with Ccs:Tls Direct, since the key would be readable on the way"));
        var timing = new CcsTiming(
            Whole("Ccs:Connections", 1, 10, 1),
            Whole("Ccs:Window", 1, 1000, 100),
            Whole("Ccs:MaxAttempts", 1, 100, 8),
            Span("Ccs:AckTimeout", TimeSpan.FromSeconds(30)),
            Span("Ccs:PingInterval", TimeSpan.FromSeconds(60)),
            Span("Ccs:PingTimeout", TimeSpan.FromSeconds(15)),
            Span("Ccs:StopWithin", TimeSpan.FromSeconds(100)));
        var settings = new ConnectorSettings(endpoint, Senders(), timing, Bus(), Whole("Health:Port", 1, 65535, 8080), LogStanzas());
        return _faults.Count == 0 ? settings : throw new SettingsRefusedException(_faults);
    }

    private List<SenderSettings> Senders()
    {
        var senders = new List<SenderSettings>();
        foreach (var section in configuration.GetSection("Ccs:Senders").GetChildren())
        {
            RefuseUnknown(section.Path, ["Id", "ApiKey", "ApiKeyFile", "Queue"]);
            var id = Text($"{section.Path}:Id", "the sender id, as 1234567890");
            var (key, file) = Key(section);
            senders.Add(new SenderSettings(id, key, file, section["Queue"] is { Length: > 0 } queue ? queue : Entities.DownstreamQueue(senders.Count, id)));
        }

        if (senders.Count == 0)
            _faults.Add(new SettingFault("Ccs:Senders:0:Id", "no sender", "at least one, with Id and ApiKey"));
        foreach (var shared in senders.GroupBy(sender => sender.Queue, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            _faults.Add(new SettingFault("Ccs:Senders", $"{shared.Count()} senders with the queue {shared.Key}", "a queue of its own for each: a dead sender must not starve the others"));
        return senders;
    }

    private (string Key, string? File) Key(IConfigurationSection sender)
    {
        var name = $"{sender.Path}:ApiKeyFile";
        if (sender["ApiKeyFile"] is not { Length: > 0 } file)
            return (Text($"{sender.Path}:ApiKey", "the sender's server key; or ApiKeyFile, a file that holds it"), null);
        if (!string.IsNullOrWhiteSpace(sender["ApiKey"]))
            _faults.Add(new SettingFault(name, "ApiKey as well", "exactly one of ApiKey and ApiKeyFile"));
        if (!KeyText.TryRead(file, out var key, out var fault))
            _faults.Add(new SettingFault(name, $"{file}: {fault}", $"a file that holds the server key, one line of at most {KeyText.Most} bytes"));
        return (key, file);
    }

    private ServiceBusConnectionString Bus()
    {
        RefuseUnknown("ServiceBus", ["ConnectionString"]);
        const string name = "ServiceBus:ConnectionString";
        var text = Text(name, "Endpoint=sb://HOST/;SharedAccessKeyName=NAME;SharedAccessKey=KEY");
        try
        {
            return text.Length == 0 ? null! : ServiceBusConnectionString.Parse(text);
        }
        catch (FormatException e)
        {
            _faults.Add(new SettingFault(name, e.Message, "Endpoint=sb://HOST/;SharedAccessKeyName=NAME;SharedAccessKey=KEY"));
            return null!;
        }
    }

    private string Host()
    {
        const string allowed = "the name of a CCS endpoint, as ccs.example.com";
        var host = Text("Ccs:Host", allowed);
        if (host.Length > 0 && Uri.CheckHostName(host) == UriHostNameType.Unknown)
            _faults.Add(new SettingFault("Ccs:Host", $"\"{host}\"", allowed + "; or an address; without a scheme, a port or a path"));
        return host;
    }

    private ProxyAddress? Proxy()
    {
        if (configuration["Ccs:Proxy"]?.Trim() is not { Length: > 0 } text)
            return null;
        var proxy = ProxyAddress.TryRead(text, out var fault);
        if (proxy is null)
            _faults.Add(new SettingFault("Ccs:Proxy", fault, ProxyAddress.Allowed));
        return proxy;
    }

    private bool LogStanzas()
    {
        const string name = "Ccs:LogStanzas";
        if (configuration[name] is not { Length: > 0 } text)
            return false;
        if (!bool.TryParse(text, out var wanted))
            _faults.Add(new SettingFault(name, $"\"{text}\"", "true or false"));
        else if (wanted && !isDevelopment)
            _faults.Add(new SettingFault(name, "true outside of Development", "false; true only with DOTNET_ENVIRONMENT=Development, since it shows what devices say"));
        return wanted;
    }

    private TlsMode Tls()
    {
        if (configuration["Ccs:Tls"] is not { Length: > 0 } text)
            return TlsMode.Direct;
        if (!int.TryParse(text, out _) && Enum.TryParse<TlsMode>(text, ignoreCase: true, out var mode))
            return mode;
        _faults.Add(new SettingFault("Ccs:Tls", $"\"{text}\"", "Direct or None"));
        return TlsMode.Direct;
    }

    private string? PemFile(string name)
    {
        if (configuration[name] is not { Length: > 0 } path)
            return null;
        if (!File.Exists(path))
            _faults.Add(new SettingFault(name, $"no file at {path}", "the path of a PEM file, or nothing to trust the system's roots"));
        else if (TrustedRoots.TryRead(path, out var fault) is null)
            _faults.Add(new SettingFault(name, fault, "the path of a PEM file with at least one certificate"));
        return path;
    }

    private string Text(string name, string allowed)
    {
        var text = configuration[name]?.Trim() ?? "";
        if (text.Length == 0)
            _faults.Add(new SettingFault(name, "nothing", allowed));
        return text;
    }

    private int Whole(string name, int least, int most, int ifAbsent)
    {
        if (configuration[name] is not { Length: > 0 } text)
            return ifAbsent;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        _faults.Add(new SettingFault(name, $"\"{text}\"", $"a whole number from {least} to {most}"));
        return ifAbsent;
    }

    private TimeSpan Span(string name, TimeSpan ifAbsent)
    {
        if (configuration[name] is not { Length: > 0 } text)
            return ifAbsent;
        if (TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero && span <= TimeSpan.FromHours(1))
            return span;
        _faults.Add(new SettingFault(name, $"\"{text}\"", "a time from 00:00:00.001 to 01:00:00, as 00:00:30"));
        return ifAbsent;
    }

    // A setting that nobody reads is a typing error that nobody sees.
    private void RefuseUnknown(string section, string[] known)
    {
        foreach (var child in configuration.GetSection(section).GetChildren())
        {
            if (!known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                _faults.Add(new SettingFault(child.Path, "a setting of that name", $"one of {string.Join(", ", known.Select(key => $"{section}:{key}"))}"));
        }
    }

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
