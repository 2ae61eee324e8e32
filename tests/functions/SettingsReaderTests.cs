using CcsBridge.Functions;
using Microsoft.Extensions.Configuration;

namespace CcsBridge.Tests.Functions;

public sealed class SettingsReaderTests
{
    private const string Local = "Endpoint=sb://127.0.0.1;SharedAccessKeyName=k;SharedAccessKey=c2VjcmV0;UseDevelopmentEmulator=true;";
    private const string Azure = "Endpoint=sb://name.servicebus.windows.net/;SharedAccessKeyName=k;SharedAccessKey=c2VjcmV0";

    [Fact]
    public void Right_settings_are_read()
    {
        var settings = SettingsReader.Read(Environment(), out var faults);
        Assert.Empty(faults);
        Assert.Equal(["1", "2"], settings!.Senders.Ids);
        Assert.Equal((7071, false, false), (settings.Port, settings.AllowUnverified, settings.Development));
    }

    [Theory]
    [InlineData(SettingsReader.PortName, "x", "FUNCTIONS_CUSTOMHANDLER_PORT: found \"x\"")]
    [InlineData("ServiceBus", null, "ServiceBus: missing")]
    [InlineData("ServiceBus", "SharedAccessKey=c2VjcmV0", "ServiceBus: The Service Bus connection string lacks")]
    [InlineData("ServiceBus:fullyQualifiedNamespace", "n", "ServiceBus__fullyQualifiedNamespace: managed identity")]
    [InlineData("Tables:ConnectionString", null, "Tables__ConnectionString: missing")]
    [InlineData("Tables:ConnectionString", "AccountKey=c2VjcmV0", "Tables__ConnectionString: found no connection string")]
    [InlineData("Tables:Endpoint", "https://x", "Tables__Endpoint: managed identity")]
    [InlineData("Senders", " , ", "Senders: missing")]
    [InlineData("Senders", "1,a/b", "Senders: found \"a/b\"")]
    [InlineData("Senders", "1,2,1", "Senders: found \"1\" 2 times")]
    [InlineData("Registrations:AllowUnverified", "yes", "Registrations__AllowUnverified: found \"yes\"")]
    public void A_wrong_setting_is_named_with_what_was_found(string name, string? value, string fault)
    {
        Assert.Null(SettingsReader.Read(Environment((name, value)), out var faults));
        Assert.StartsWith(fault, Assert.Single(faults), StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        Assert.Null(SettingsReader.Read(new ConfigurationBuilder().Build(), out var faults));
        Assert.Equal(4, faults.Count);
    }

    [Theory]
    [InlineData(Local, true)]
    [InlineData(Azure, false)]
    public void Unverified_registration_starts_with_a_local_bus_only(string bus, bool starts)
    {
        var settings = SettingsReader.Read(Environment(("ServiceBus", bus), ("Registrations:AllowUnverified", "true")), out var faults);
        Assert.Equal(starts, settings is { AllowUnverified: true });
        Assert.Equal(starts, faults.Count == 0);
    }

    [Theory]
    [InlineData("Development", null, true)]
    [InlineData("Production", "Development", false)]
    [InlineData(null, "Development", true)]
    public void The_hosts_word_for_the_environment_goes_first(string? host, string? aspNet, bool development)
    {
        var settings = SettingsReader.Read(Environment(("AZURE_FUNCTIONS_ENVIRONMENT", host), ("ASPNETCORE_ENVIRONMENT", aspNet)), out _);
        Assert.Equal(development, settings!.Development);
    }

    private static IConfigurationRoot Environment(params (string Name, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string?>
        {
            [SettingsReader.PortName] = "7071",
            ["ServiceBus"] = Azure,
            ["Tables:ConnectionString"] = HostedApp.NoStorage,
            ["Senders"] = "1, 2",
        };
        foreach (var (name, value) in changes)
            settings[name] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }
}
