using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CcsBridge.Connector.Settings;

/// <summary>The certificates of a PEM file. Read at start to check it, and for each connection anew: a file that is replaced needs no restart.</summary>
internal static class TrustedRoots
{
    /// <summary>Null: it cannot be used; then <paramref name="fault"/> says why.</summary>
    public static X509Certificate2Collection? TryRead(string path, out string fault)
    {
        fault = "";
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPemFile(path);
            if (roots.Count > 0)
                return roots;
            fault = $"no certificate in {path}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = $"{path}, which cannot be read ({e.GetType().Name})";
        }
        catch (CryptographicException)
        {
            fault = $"{path}, which holds a certificate that is broken";
        }

        return null;
    }
}
