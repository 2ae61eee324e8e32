using CcsBridge.Local.Broker;

namespace CcsBridge.Tests.Local.Broker;

public sealed class TopologyFileTests
{
    [Fact]
    public void The_projects_own_file_is_read_as_designed()
    {
        var topology = Topology.Load();
        Assert.Equal(["downstream", "messages", "broadcasts"], topology.Queues.Select(q => q.Name));
        var downstream = topology.Queues[0];
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromMinutes(2), 50, true, null), (
            downstream.DuplicateWindow, downstream.Delivery.LockDuration, downstream.Delivery.MaxDeliveryCount,
            downstream.Delivery.DeadLetterOnExpiration, downstream.Delivery.TimeToLive));
        Assert.Equal(["upstream", "outcomes"], topology.Topics.Select(t => t.Name));
        Assert.Equal(["message"], topology.Topics[0].Subscriptions[0].Filters.Select(f => f.Properties["messageType"]));
        Assert.Equal(["receipt", "malformed"], topology.Topics[0].Subscriptions[1].Filters.Select(f => f.Properties["messageType"]));
        Assert.Empty(topology.Topics[1].Subscriptions[0].Filters);
    }

    [Fact]
    public void Further_senders_queues_are_copies()
    {
        var topology = Topology.Load().WithQueuesLike("downstream", ["downstream-2", "downstream"]);
        Assert.Equal(topology.Queues[0] with { Name = "downstream-2" }, topology.Queues[^1]);
        Assert.Equal(4, topology.Queues.Count);
    }

    [Theory]
    [InlineData("""{ "Name": "q", "Properties": { "Lock": "PT1M" } }""", "Queues[0].Properties has an unknown member 'Lock'")]
    [InlineData("""{ "Name": "q", "Properties": { "RequiresSession": true } }""", "RequiresSession is not offered by the local broker")]
    [InlineData("""{ "Name": "q", "Properties": { "ForwardTo": "x" } }""", "ForwardTo is not offered by the local broker")]
    [InlineData("""{ "Name": "q", "Properties": { "LockDuration": "1m" } }""", "must be an ISO 8601 duration as PT1M, found '1m'")]
    [InlineData("""{ "Properties": {} }""", "Queues[0].Name must be a string")]
    [InlineData("""{ "Name": "q" }, { "Name": "Q" }""", "two entities named 'q'")]
    public void What_it_does_not_know_is_refused_by_name(string queues, string sentence) =>
        Refused($$"""{ "UserConfig": { "Namespaces": [ { "Name": "n", "Queues": [ {{queues}} ] } ] } }""", sentence);

    [Theory]
    [InlineData("""{ "FilterType": "Sql", "SqlFilter": { "SqlExpression": "1=1" } }""", "SqlFilter is not offered by the local broker")]
    [InlineData("""{ "FilterType": "Sql" }""", "FilterType must be Correlation")]
    [InlineData("""{ "FilterType": "Correlation", "Action": { "SqlExpression": "SET a = 1" } }""", "Action is not offered")]
    [InlineData("""{ "FilterType": "Correlation", "CorrelationFilter": { "Subject": "x" } }""", "unknown member 'Subject'")]
    [InlineData("""{ "FilterType": "Correlation", "CorrelationFilter": { "Properties": { "n": 7 } } }""", "Properties.n must be a string")]
    public void A_rule_beyond_a_correlation_filter_is_refused_by_name(string rule, string sentence) =>
        Refused($$"""
            { "UserConfig": { "Namespaces": [ { "Name": "n", "Topics": [ { "Name": "t", "Subscriptions": [
              { "Name": "s", "Rules": [ { "Name": "r", "Properties": {{rule}} } ] } ] } ] } ] } }
            """, sentence);

    private static void Refused(string json, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<InvalidDataException>(() => TopologyFile.Read(json)).Message, StringComparison.Ordinal);
}
