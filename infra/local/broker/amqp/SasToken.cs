using System.Security.Cryptography;
using System.Text;

namespace CcsBridge.Local.Broker;

/// <summary>
/// A shared access signature: <c>SharedAccessSignature sr=…&amp;sig=…&amp;se=…&amp;skn=…</c>. Its expiry is not looked at: the
/// broker's clock can be pushed hours ahead of its clients'.
/// </summary>
internal static class SasToken
{
    private const string Scheme = "SharedAccessSignature ";

    /// <summary>Null if the token speaks for the audience under this key, else why not.</summary>
    public static string? Refuse(string token, string audience, string keyName, string key)
    {
        if (!token.StartsWith(Scheme, StringComparison.Ordinal))
            return $"the token is no shared access signature: it does not begin with '{Scheme.Trim()}'";
        var parts = token[Scheme.Length..].Split('&').Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToLookup(p => p[0], p => p[1]);
        if (parts["sr"].FirstOrDefault() is not { } resource || parts["sig"].FirstOrDefault() is not { } signature
            || parts["se"].FirstOrDefault() is not { } expiry || parts["skn"].FirstOrDefault() is not { } name)
            return "the token lacks one of sr, sig, se, skn";
        if (Uri.UnescapeDataString(name) != keyName)
            return $"there is no key '{Uri.UnescapeDataString(name)}'; the broker's is '{keyName}'";
        if (!Signed(resource, expiry, Uri.UnescapeDataString(signature), key))
            return $"the token's signature was not made with the key '{keyName}'";
        return Covers(EntityAddress.Path(Uri.UnescapeDataString(resource)), EntityAddress.Path(audience))
            ? null
            : $"the token is for '{Uri.UnescapeDataString(resource)}', not for '{audience}'";
    }

    /// <summary>Whether an authorization for one path holds for another: itself, or anything below it.</summary>
    public static bool Covers(string authorized, string path) =>
        authorized.Length == 0
        || path.Equals(authorized, StringComparison.OrdinalIgnoreCase)
        || path.StartsWith(authorized + "/", StringComparison.OrdinalIgnoreCase);

    private static bool Signed(string resource, string expiry, string signature, string key)
    {
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{resource}\n{expiry}"));
        var found = new byte[expected.Length];
        return Convert.TryFromBase64String(signature, found, out var length)
            && length == expected.Length
            && CryptographicOperations.FixedTimeEquals(expected, found);
    }
}
