using CcsBridge.Connector.Settings;
using Microsoft.Extensions.Configuration;

namespace CcsBridge.Tests.Host.Dialing;

/// <summary>How a proxy is written, and what is wrong with what is no proxy; a password is in no text about it.</summary>
public sealed class DialingSettingsTests
{
    private const string Secret = "secret";

    [Theory]
    [InlineData("http://proxy.example.com:3128", "proxy.example.com:3128", null, null)]
    [InlineData("HTTP://10.0.0.1:80/", "10.0.0.1:80", null, null)]
    [InlineData("http://[::1]:3128", "[::1]:3128", null, null)]
    [InlineData("http://user:secret@proxy:3128", "proxy:3128", "user", "secret")]
    [InlineData("http://us%40er:p%3As%25%C3%A4@x@proxy:3128", "proxy:3128", "us@er", "p:s%ä@x")]
    [InlineData("http://user:@proxy:3128", "proxy:3128", "user", "")]
    public void A_proxy_is_a_URL_and_its_text_has_no_login(string text, string shown, string? user, string? password)
    {
        var proxy = Read(text).Endpoint.Proxy!;
        Assert.Equal((shown, user, password), (proxy.ToString(), proxy.Login?.UserName, proxy.Login?.Password));
    }

    [Theory]
    [InlineData("https://user:secret@proxy:3128", "found https (")]
    [InlineData("user:secret@proxy:3128", "found a text that does not begin with http://")]
    [InlineData("http://secret@proxy:3128", "found a login that is not user:password")]
    [InlineData("http://:secret@proxy:3128", "found a login that is not user:password")]
    [InlineData("http://us%3Aer:secret@proxy:3128", "found a login that is not user:password")]
    [InlineData("http://user:secret%0D%0A@proxy:3128", "found a login that is not user:password")]
    [InlineData("http://user:secret@proxy", "found no port from 1 to 65535")]
    [InlineData("http://user:secret@proxy:0", "found no port from 1 to 65535")]
    [InlineData("http://user:secret@pro xy:3128", "found no name or address of a host")]
    [InlineData("http://user:secret@proxy:3128/path", "found no port from 1 to 65535")]
    public void What_is_no_proxy_is_said_without_its_login(string text, string found)
    {
        var fault = Assert.Single(Refused(("Ccs:Proxy", text))).ToString();
        Assert.StartsWith("Ccs:Proxy (environment: Ccs__Proxy): " + found, fault);
        Assert.Contains("http://user:password@host:port", fault, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proxy_is_never_used_without_TLS() =>
        Assert.Contains(
            "a proxy only with Ccs:Tls Direct",
            Assert.Single(Refused(("Ccs:Host", "localhost"), ("Ccs:Tls", "None"), ("Ccs:Proxy", "http://proxy:3128"))).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://ccs.example.com")]
    [InlineData("ccs.example.com:5235")]
    [InlineData("ccs.example.com/x")]
    public void A_host_is_a_name_or_an_address_and_no_more(string host) =>
        Assert.Contains("without a scheme, a port or a path", Assert.Single(Refused(("Ccs:Host", host))).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("nothing here", "no certificate in")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "a certificate that is broken")]
    public void A_trust_file_holds_a_certificate_or_stops_the_start(string content, string found)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, content);
            Assert.Contains(found, Assert.Single(Refused(("Ccs:TrustedCertificate", path))).ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IReadOnlyList<SettingFault> Refused(params (string Name, string Value)[] changed) =>
        Assert.Throws<SettingsRefusedException>(() => Read(changed)).Faults;

    private static ConnectorSettings Read(string proxy) => Read([("Ccs:Proxy", proxy)]);

    private static ConnectorSettings Read((string Name, string Value)[] changed)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Ccs:Host"] = "ccs.example.com",
            ["Ccs:Domain"] = "gcm.googleapis.com",
            ["Ccs:Senders:0:Id"] = "1234567890",
            ["Ccs:Senders:0:ApiKey"] = "a-key",
            ["ServiceBus:ConnectionString"] = "Endpoint=sb://bus.example.com/;SharedAccessKeyName=n;SharedAccessKey=a2V5",
        };
        foreach (var (name, value) in changed)
            settings[name] = value;
        return SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
    }
}
