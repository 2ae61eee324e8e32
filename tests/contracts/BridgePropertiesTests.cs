using CcsBridge.Contracts;

namespace CcsBridge.Tests.Contracts;

public sealed class BridgePropertiesTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        var ours = new BridgeProperties(new FirstReceipt("q", 1, DateTimeOffset.UnixEpoch), Hop: 3, Attempts: 2, MessageId: "d-1", Report.Failures);
        Assert.Equal(ours, BridgeProperties.Read(ours.Write(), out _));
    }

    [Fact]
    public void An_apps_own_properties_mean_nothing() =>
        Assert.Equal(new BridgeProperties(), BridgeProperties.Read(new Dictionary<string, object> { ["attempts"] = 99, ["hop"] = "x" }, out _));

    [Theory]
    [InlineData("ccsbridge-hop", "3")]
    [InlineData("ccsbridge-attempts", -1)]
    [InlineData("ccsbridge-first", "x")]
    [InlineData("ccsbridge-message-id", "")]
    [InlineData("ccsbridge-report", "some")]
    [InlineData("ccsbridge-new", 1)]
    public void A_property_of_ours_that_is_not_ours_is_refused_by_name(string name, object value)
    {
        Assert.Null(BridgeProperties.Read(new Dictionary<string, object> { [name] = value }, out var refusals));
        Assert.Equal(name, Assert.Single(refusals).Member);
    }
}
