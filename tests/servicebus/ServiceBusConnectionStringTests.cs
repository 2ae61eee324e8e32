using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.ServiceBus;

public sealed class ServiceBusConnectionStringTests
{
    private const string Key = "SharedAccessKeyName=owner;SharedAccessKey=c2VjcmV0PT0=";

    [Theory]
    [InlineData("Endpoint=sb://ns.servicebus.windows.net/", "ns.servicebus.windows.net", 5671, false)]
    [InlineData("Endpoint=sb://127.0.0.1;UseDevelopmentEmulator=true", "127.0.0.1", 5672, true)]
    [InlineData("Endpoint=sb://localhost:5999;UseDevelopmentEmulator=true", "localhost", 5999, true)]
    [InlineData("endpoint=ns.example:9000;usedevelopmentemulator=false", "ns.example", 9000, false)]
    public void It_says_where_the_namespace_is(string text, string host, int port, bool emulator)
    {
        var parsed = ServiceBusConnectionString.Parse($"{text};{Key};");

        Assert.Equal((host, port, emulator), (parsed.Host, parsed.Port, parsed.UseDevelopmentEmulator));
        Assert.Equal(("owner", "c2VjcmV0PT0="), (parsed.KeyName, parsed.Key));
    }

    [Theory]
    [InlineData(Key, "lacks Endpoint")]
    [InlineData("Endpoint=sb://ns;SharedAccessKeyName=owner", "lacks SharedAccessKey;")]
    [InlineData("Endpoint=https://ns;" + Key, "Endpoint in the Service Bus connection string is 'https://ns'; allowed is sb://host/")]
    [InlineData("Endpoint=sb://ns/queue;" + Key, "allowed is sb://host/ or sb://host:port/")]
    [InlineData("Endpoint=sb://ns;EntityPath=queue;" + Key, "EntityPath")]
    [InlineData("Endpoint=sb://ns;Transport=x;" + Key, "'Transport'; allowed are Endpoint, SharedAccessKeyName")]
    [InlineData("Endpoint=sb://ns;Endpoint=sb://ns;" + Key, "Endpoint twice")]
    [InlineData("Endpoint=sb://ns;UseDevelopmentEmulator=yes;" + Key, "'yes'; allowed are true and false")]
    [InlineData("Endpoint=sb://ns;rubbish;" + Key, "a part that is not Name=Value")]
    public void A_wrong_one_is_refused_with_the_member_at_fault(string text, string expected)
    {
        var refusal = Assert.Throws<FormatException>(() => ServiceBusConnectionString.Parse(text));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_text_does_not_hold_the_key() =>
        Assert.Equal(
            "Endpoint=sb://ns:5671;SharedAccessKeyName=owner;SharedAccessKey=***",
            ServiceBusConnectionString.Parse($"Endpoint=sb://ns;{Key}").ToString());
}
