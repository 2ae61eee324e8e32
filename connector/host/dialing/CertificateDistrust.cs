using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace CcsBridge.Connector.Dialing;

/// <summary>Why the endpoint's certificate is not accepted: all reasons at once, in a sentence with the remedies.</summary>
internal static class CertificateDistrust
{
    private const int MostNames = 5;
    private const int LongestName = 100;

    private const X509ChainStatusFlags NoTrust = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    /// <summary>Null: nothing is wrong with it.</summary>
    public static string? Explain(SslPolicyErrors errors, X509Certificate2? certificate, X509Chain? chain, bool ownRoots)
    {
        if (errors == SslPolicyErrors.None)
            return null;
        if (certificate is null || chain is null)
            return "the endpoint shows no certificate; it needs one for the name in Ccs:Host";
        var faults = new List<(string What, string Remedy)>();
        var statuses = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        if ((statuses & X509ChainStatusFlags.NotTimeValid) != 0)
            faults.Add(Untimely(chain));
        if ((errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0)
            faults.Add(($"is for {NamesOf(certificate)}", "set Ccs:Host to a name that it is for"));
        if ((statuses & NoTrust) != 0)
            faults.Add(($"comes from {Named(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true))}, who is not trusted", Trust(ownRoots)));
        var others = statuses & ~(NoTrust | X509ChainStatusFlags.NotTimeValid);
        if (faults.Count == 0 || others != X509ChainStatusFlags.NoError)
            faults.Add(($"does not hold ({others})", "it needs another one"));
        return $"the endpoint's certificate {string.Join(" and ", faults.Select(fault => fault.What))}; {string.Join(", ", faults.Select(fault => fault.Remedy))}";
    }

    private static (string What, string Remedy) Untimely(X509Chain chain)
    {
        var untimely = chain.ChainElements.FirstOrDefault(element => element.ChainElementStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid));
        return untimely?.Certificate switch
        {
            null => ("or an issuer's is out of its time", "have it renewed, and check this machine's clock"),
            { } early when early.NotBefore > chain.ChainPolicy.VerificationTime =>
                ($"is not valid before {early.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC", "check this machine's clock and the endpoint's"),
            { } late => ($"expired on {late.NotAfter.ToUniversalTime():yyyy-MM-dd}", "have it renewed, and check this machine's clock"),
        };
    }

    private static string Trust(bool ownRoots) => ownRoots
        ? "put its issuer's certificate into the file of Ccs:TrustedCertificate"
        : "set Ccs:TrustedCertificate to a PEM file with its issuer's certificate";

    private static string NamesOf(X509Certificate2 certificate)
    {
        var alternative = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        List<string> names = alternative is null
            ? [certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)]
            : [.. alternative.EnumerateDnsNames().Concat(alternative.EnumerateIPAddresses().Select(address => address.ToString())).Take(MostNames + 1)];
        return string.Join(", ", names.Take(MostNames).Select(Named)) + (names.Count > MostNames ? ", ..." : "");
    }

    // The other side's words in our log: bounded, one line.
    private static string Named(string name) => name.Length == 0
        ? "nobody by name"
        : new string([.. name.Take(LongestName).Select(letter => char.IsControl(letter) ? ' ' : letter)]);
}
