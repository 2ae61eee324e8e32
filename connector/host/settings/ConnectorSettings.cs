using CcsBridge.ServiceBus;

namespace CcsBridge.Connector.Settings;

/// <summary>Everything a person can set, checked. Read by <see cref="SettingsReader"/>.</summary>
internal sealed record ConnectorSettings(
    CcsEndpoint Endpoint, IReadOnlyList<SenderSettings> Senders, CcsTiming Timing, ServiceBusConnectionString Bus, int HealthPort, bool LogStanzas);

/// <summary>Where CCS is.</summary>
/// <param name="Host">Name or address; the certificate is checked against it.</param>
/// <param name="Port">1 to 65535; 0 is not a port.</param>
/// <param name="Domain">The XMPP domain in the stream header and the login.</param>
/// <param name="Tls">From the first byte, or none (loopback only).</param>
/// <param name="TrustedCertificate">Path of a PEM file, trusted instead of the system's roots.</param>
/// <param name="Proxy">Through which it is reached; null: directly. Never without TLS.</param>
internal sealed record CcsEndpoint(
    string Host, int Port, string Domain, TlsMode Tls, string? TrustedCertificate, ProxyAddress? Proxy = null);

/// <summary>How the endpoint is spoken to.</summary>
internal enum TlsMode
{
    /// <summary>TLS from the first byte.</summary>
    Direct,

    /// <summary>Plaintext, for a loopback address only.</summary>
    None,
}

/// <summary>A sender, its key and its queue.</summary>
/// <param name="Id">The sender.</param>
/// <param name="ApiKey">Its key now.</param>
/// <param name="ApiKeyFile">Where that was read, to be watched; null: it is a setting.</param>
/// <param name="Queue">Its downstream queue.</param>
internal sealed record SenderSettings(string Id, string ApiKey, string? ApiKeyFile, string Queue)
{
    /// <summary>Without the key.</summary>
    public override string ToString() => $"sender {Id}, queue {Queue}";
}

/// <summary>Limits of the conversation with CCS.</summary>
/// <param name="Connections">Sessions of one sender, 1 to 10.</param>
/// <param name="Window">Unanswered downstream messages on one session, 1 to 1000.</param>
/// <param name="MaxAttempts">Sends of one message before it is given up, 1 to 100.</param>
/// <param name="AckTimeout">How long an answer may take.</param>
/// <param name="PingInterval">How long the endpoint may be silent before it is pinged.</param>
/// <param name="PingTimeout">How long it may stay silent after that.</param>
/// <param name="StopWithin">How long a stop may take to bring things to their end.</param>
internal sealed record CcsTiming(
    int Connections, int Window, int MaxAttempts, TimeSpan AckTimeout, TimeSpan PingInterval, TimeSpan PingTimeout, TimeSpan StopWithin);
