using CcsBridge.Local.Ccs;

namespace CcsBridge.Local.Environments;

/// <summary>Where the endpoint is, and how other people's clients are pointed at it.</summary>
internal static class EndpointWhereabouts
{
    private const string Sender = LocalEnvironment.Sender;
    private const string Key = LocalEnvironment.ApiKey;

    public static IEnumerable<string> Of(CcsEmulator ccs) =>
    [
        "The CCS endpoint alone, with simulated phones. Ctrl+C stops it.",
        "",
        .. ccs.CertificatePath is { } pem ? Encrypted(ccs, pem) : Plain(ccs),
        $"  login         SASL PLAIN, user {Sender}@gcm.googleapis.com (any domain, or none), password {Key}",
        $"  phones        {ccs.DoorUri}phones",
        $"  scripts       {ccs.DoorUri}script (GET tells how they are written, POST carries one out, as curl --data-binary @FILE)",
        "",
        "Install an app on a phone, let it say something, read what it got; then let the endpoint misbehave:",
        "",
        $"  curl -X PUT {ccs.DoorUri}phones/anna",
        $"  curl -X POST {ccs.DoorUri}phones/anna/send -d '{{\"k\":\"v\"}}'",
        $"  curl {ccs.DoorUri}phones/anna/inbox",
        $"  curl {ccs.DoorUri}script -d 'answer nack SERVICE_UNAVAILABLE for anna 3 times'",
        "",
        .. ccs.CertificatePath is { } trusted ? Clients(ccs, trusted) : [],
    ];

    private static IEnumerable<string> Encrypted(CcsEmulator ccs, string certificate) =>
    [
        $"  endpoint      127.0.0.1:{ccs.Port} (TLS from the first byte, no STARTTLS)",
        $"  certificate   {certificate} (trust it; it names localhost and 127.0.0.1)",
        "  domain        gcm.googleapis.com (what a stream is to; any other is taken as well)",
    ];

    private static IEnumerable<string> Plain(CcsEmulator ccs) =>
    [
        $"  endpoint      127.0.0.1:{ccs.Port} (plaintext: no TLS, no STARTTLS)",
        "  domain        gcm.googleapis.com (what a stream is to; any other is taken as well)",
    ];

    private static IEnumerable<string> Clients(CcsEmulator ccs, string certificate) =>
    [
        "Point a client at it:",
        "",
        $"  slixmpp       client = ClientXMPP('{Sender}@gcm.googleapis.com', '{Key}', sasl_mech='PLAIN'); "
            + $"client.ca_certs = '{certificate}'; client.connect(('127.0.0.1', {ccs.Port}), use_ssl=True, force_starttls=False, disable_starttls=True)",
        $"  node-xcs      NODE_EXTRA_CA_CERTS={certificate} node YOURS.js, with: xcs.Constants.FCM_SEND_ENDPOINT = 'localhost'; "
            + $"xcs.Constants.FCM_SEND_PRODUCTION_PORT = {ccs.Port}; new xcs.Sender('{Sender}', '{Key}')",
        $"  connector     Ccs__Host=localhost Ccs__Port={ccs.Port} Ccs__TrustedCertificate={certificate} Ccs__Senders__0__Id={Sender} "
            + $"Ccs__Senders__0__ApiKey={Key} ServiceBus__ConnectionString='...' dotnet run --project connector/host",
        "",
    ];
}
