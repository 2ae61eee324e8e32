using CcsBridge.Connector.Settings;
using Microsoft.Extensions.Configuration;

namespace CcsBridge.Tests.Host;

/// <summary>What a person can set; whole starts with wrong settings are played with the process itself.</summary>
public sealed class ConnectorSettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ccsbridge-test-").FullName;
    private readonly Dictionary<string, string?> _settings = new()
    {
        ["Ccs:Host"] = "ccs.example.com",
        ["Ccs:Domain"] = "gcm.googleapis.com",
        ["Ccs:Senders:0:Id"] = "1234567890",
        ["Ccs:Senders:0:ApiKey"] = "a-key",
        ["ServiceBus:ConnectionString"] = "Endpoint=sb://localhost/;SharedAccessKeyName=name;SharedAccessKey=a2V5",
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_sender_has_one_connection_unless_more_are_set() =>
        Assert.Equal((1, 10), (Read().Timing.Connections, Read(("Ccs:Connections", "10")).Timing.Connections));

    [Theory]
    [InlineData("0")]
    [InlineData("11")]
    [InlineData("two")]
    public void Connections_are_one_to_ten(string value) =>
        Assert.Contains($"Ccs:Connections (environment: Ccs__Connections): found \"{value}\"; allowed: a whole number from 1 to 10", Fault(("Ccs:Connections", value)), StringComparison.Ordinal);

    [Fact]
    public void A_key_can_be_in_a_file()
    {
        var file = Write("a-key-from-a-file\n");
        var sender = Assert.Single(Read(("Ccs:Senders:0:ApiKey", null), ("Ccs:Senders:0:ApiKeyFile", file)).Senders);
        Assert.Equal(("a-key-from-a-file", file), (sender.ApiKey, sender.ApiKeyFile));
    }

    [Theory]
    [InlineData("a-key", "a-key", "exactly one of ApiKey and ApiKeyFile")]
    [InlineData(null, "", "it is empty")]
    [InlineData(null, "one\ntwo", "more than one line")]
    [InlineData(null, null, "cannot be read (FileNotFoundException)")]
    public void A_key_file_that_cannot_be_used_stops_the_start_and_its_content_is_not_told(string? key, string? content, string why)
    {
        var file = content is null ? Path.Combine(_folder, "absent") : Write(content);
        var fault = Fault(("Ccs:Senders:0:ApiKey", key), ("Ccs:Senders:0:ApiKeyFile", file));
        Assert.Contains("Ccs:Senders:0:ApiKeyFile", fault, StringComparison.Ordinal);
        Assert.Contains(why, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("two", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Stanzas_are_shown_in_development_only()
    {
        Assert.True(Read(isDevelopment: true, ("Ccs:LogStanzas", "true")).LogStanzas);
        Assert.Contains("Ccs:LogStanzas (environment: Ccs__LogStanzas): found true outside of Development", Fault(("Ccs:LogStanzas", "true")), StringComparison.Ordinal);
    }

    private string Write(string content)
    {
        var file = Path.Combine(_folder, "key");
        File.WriteAllText(file, content);
        return file;
    }

    private string Fault(params (string Name, string? Value)[] changed) =>
        Assert.Throws<SettingsRefusedException>(() => Read(changed)).Message;

    private ConnectorSettings Read(params (string Name, string? Value)[] changed) => Read(isDevelopment: false, changed);

    private ConnectorSettings Read(bool isDevelopment, params (string Name, string? Value)[] changed)
    {
        var settings = new Dictionary<string, string?>(_settings);
        foreach (var (name, value) in changed)
            settings[name] = value;
        return SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), isDevelopment);
    }
}
