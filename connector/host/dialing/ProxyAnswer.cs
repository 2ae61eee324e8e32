using System.Text;

namespace CcsBridge.Connector.Dialing;

/// <summary>What a proxy answered to CONNECT (RFC 9110 §9.3.6). Its words are not kept: it may repeat what it was sent, the password too.</summary>
internal abstract record ProxyAnswer
{
    /// <summary>Bytes of the answer's head.</summary>
    public const int LongestHead = 16 * 1024;

    public const int MostHeaders = 100;

    private static readonly string[] KnownSchemes = ["Basic", "Digest", "NTLM", "Negotiate", "Bearer"];

    private ProxyAnswer() { }

    /// <summary>The tunnel is open.</summary>
    internal sealed record Opened : ProxyAnswer;

    /// <summary>It says no.</summary>
    /// <param name="Status">100 to 599, but no 2xx.</param>
    /// <param name="Schemes">The known ways to log in that it names, as <c>Basic, NTLM</c>; empty if none.</param>
    internal sealed record Refused(int Status, string Schemes) : ProxyAnswer;

    /// <summary>No answer that can be worked with.</summary>
    internal sealed record Unreadable(string Why) : ProxyAnswer;

    /// <summary>Reads all that came so far; null: the head is not whole yet.</summary>
    public static ProxyAnswer? Read(ReadOnlySpan<byte> received)
    {
        var start = "HTTP/1."u8;
        if (!received.StartsWith(start[..Math.Min(start.Length, received.Length)]))
            return new Unreadable("does not speak HTTP/1.1");
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return received.Length < LongestHead ? null : new Unreadable($"answers with a head of over {LongestHead} bytes");
        var lines = Encoding.Latin1.GetString(received[..end]).Split("\r\n");
        if (lines.Length - 1 > MostHeaders)
            return new Unreadable($"answers with {lines.Length - 1} headers, {MostHeaders} are allowed");
        if (StatusOf(lines[0]) is not { } status)
            return new Unreadable("answers with a status line that is none");
        if (status is < 200 or > 299)
            return new Refused(status, SchemesIn(lines[1..]));
        // TLS begins with our byte: what comes before it is no tunnel to an endpoint that waits for TLS.
        return received.Length == end + 4 ? new Opened() : new Unreadable("sends more than its answer before TLS has begun");
    }

    // HTTP/1.x SP three digits, then nothing or a space.
    private static int? StatusOf(string line)
    {
        var code = line.Length >= 12 && line[8] == ' ' && (line.Length == 12 || line[12] == ' ') ? line.AsSpan(9, 3) : [];
        return code is [>= '1' and <= '5', >= '0' and <= '9', >= '0' and <= '9'] ? (code[0] - '0') * 100 + (code[1] - '0') * 10 + (code[2] - '0') : null;
    }

    private static string SchemesIn(string[] headers)
    {
        const string name = "Proxy-Authenticate:";
        var offered = headers
            .Where(header => header.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            .SelectMany(header => header[name.Length..].Split(','))
            .Select(challenge => challenge.Trim().Split(' ')[0])
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return string.Join(", ", KnownSchemes.Where(offered.Contains));
    }
}
