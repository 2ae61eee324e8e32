using System.Security.Authentication;

namespace CcsBridge.Connector.Dialing;

/// <summary>Why TLS did not come about when the certificate was not the reason: seen by what came instead.</summary>
internal static class TlsFailure
{
    private const byte Alert = 0x15, Handshake = 0x16;
    private const string TheRightPort = "set Ccs:Port to the port on which TLS begins with the first byte";

    /// <param name="first">The first bytes that came from the other side.</param>
    /// <param name="e">What ended it.</param>
    public static string Explain(ReadOnlySpan<byte> first, Exception e) => first switch
    {
        [] => $"the connection was closed where TLS should begin; {TheRightPort}, and see whether the endpoint lets this machine in",
        [Alert, _, _, _, _, _, var alert, ..] => $"the endpoint refuses TLS ({NameOf(alert)}); it must speak TLS 1.2 or newer and know itself by the name in Ccs:Host",
        [Alert or Handshake, ..] => e is AuthenticationException
            ? "TLS failed though the endpoint speaks it; it must speak TLS 1.2 or newer with a cipher that this machine allows"
            : "the connection was lost during TLS; check the network and any firewall that looks into TLS",
        [(byte)'<' or (byte)' ' or (byte)'\n' or 0xEF, ..] => $"the endpoint speaks XMPP without TLS on this port, as where STARTTLS is expected; {TheRightPort}",
        [(byte)'H', (byte)'T', (byte)'T', (byte)'P', ..] => "a web server answers there; check Ccs:Host and Ccs:Port",
        _ => $"something other than TLS is spoken on this port; {TheRightPort}",
    };

    // RFC 8446 §6; those that come before a certificate was seen.
    private static string NameOf(byte alert) => alert switch
    {
        40 => "handshake_failure",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        112 => "unrecognized_name",
        116 => "certificate_required",
        _ => $"alert {alert}",
    };
}
