using System.Globalization;
using System.Net;

namespace CcsBridge.Connector.Settings;

/// <summary>An HTTP proxy on the way to the endpoint, from <c>http://host:port</c> or <c>http://user:password@host:port</c>.</summary>
/// <param name="Host">A name, or an address without brackets.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Login">For basic authentication; null: none.</param>
internal sealed record ProxyAddress(string Host, int Port, NetworkCredential? Login)
{
    public const string Allowed = "http://host:port or http://user:password@host:port (in user and password, % : @ are written %25 %3A %40), or nothing";

    private const string Scheme = "http://";

    /// <summary>Without the login.</summary>
    public override string ToString() => HostAndPort(Host, Port);

    /// <summary>As in a URL: an IPv6 address in brackets.</summary>
    public static string HostAndPort(string host, int port) =>
        Uri.CheckHostName(host) == UriHostNameType.IPv6 ? $"[{host.Trim('[', ']')}]:{port}" : $"{host}:{port}";

    /// <summary>Null: it cannot be used; then <paramref name="fault"/> says why, never with a part of the text: a password may be anywhere in it.</summary>
    public static ProxyAddress? TryRead(string text, out string fault)
    {
        fault = "";
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            fault = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
                ? "https (the proxy itself is spoken to in plain HTTP; TLS goes through it)"
                : "a text that does not begin with http://";
            return null;
        }

        var rest = text[Scheme.Length..].TrimEnd('/');
        var at = rest.LastIndexOf('@');
        var place = rest[(at + 1)..];
        var colon = place.LastIndexOf(':');
        var host = colon < 0 ? place : place[..colon];
        var login = at < 0 ? null : ReadLogin(rest[..at]);
        if (at >= 0 && login is null)
            fault = "a login that is not user:password";
        else if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            fault = "no name or address of a host";
        else if (!int.TryParse(place[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            fault = "no port from 1 to 65535";
        else
            return new ProxyAddress(host.Trim('[', ']'), port, login);
        return null;
    }

    // RFC 7617 §2: no colon in the user, no control characters in either.
    private static NetworkCredential? ReadLogin(string text)
    {
        if (text.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var colon))
            return null;
        var user = Uri.UnescapeDataString(text[..colon]);
        var password = Uri.UnescapeDataString(text[(colon + 1)..]);
        return user.Contains(':', StringComparison.Ordinal) || (user + password).Any(char.IsControl) ? null : new NetworkCredential(user, password);
    }
}
