using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CcsBridge.ServiceBus;

/// <summary>Shared access signatures, made from a connection string's key; each lives 30 minutes.</summary>
internal sealed class SasTokens(ServiceBusConnectionString target, TimeProvider time)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    /// <summary>A <see cref="TokenSource"/>.</summary>
    public ValueTask<CbsToken> GetAsync(string audience, CancellationToken cancel)
    {
        var until = time.GetUtcNow() + Life;
        return ValueTask.FromResult(new CbsToken("servicebus.windows.net:sastoken", Sign(audience, target.KeyName, target.Key, until), until));
    }

    /// <summary>HMAC-SHA256 over the encoded audience, a line feed and the expiry in Unix seconds; the key's text itself is the secret.</summary>
    public static string Sign(string audience, string keyName, string key, DateTimeOffset until)
    {
        var resource = Uri.EscapeDataString(audience);
        var expiry = until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{resource}\n{expiry}"));
        return $"SharedAccessSignature sr={resource}&sig={Uri.EscapeDataString(Convert.ToBase64String(signature))}"
            + $"&se={expiry}&skn={Uri.EscapeDataString(keyName)}";
    }
}
