using System.Text.Json;
using CcsBridge.Contracts;
using CcsBridge.Tests.House;

namespace CcsBridge.Tests.Contracts;

/// <summary>The names in code are those of the one topology file.</summary>
public sealed class EntitiesTests
{
    private static readonly JsonElement Namespace = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "infra/servicebus.json")))
        .RootElement.GetProperty("UserConfig").GetProperty("Namespaces")[0];

    [Fact]
    public void Queues_topics_and_subscriptions_in_code_are_in_the_topology()
    {
        Assert.Contains(Entities.Downstream, Names(Namespace.GetProperty("Queues")));
        Assert.Equal([Entities.Upstream, Entities.Outcomes], Names(Namespace.GetProperty("Topics")));
        Assert.Equal([Entities.Processing, Entities.Receipts], Names(Topic(Entities.Upstream).GetProperty("Subscriptions")));
        Assert.Equal([Entities.Status], Names(Topic(Entities.Outcomes).GetProperty("Subscriptions")));
    }

    [Fact]
    public void Every_message_type_is_matched_by_a_subscription() => Assert.All(EventType.All, type => Assert.Contains(
        Topic(type.Topic).GetProperty("Subscriptions").EnumerateArray(),
        subscription => !subscription.TryGetProperty("Rules", out var rules)
            || rules.EnumerateArray().Any(rule => MessageTypeOf(rule) == type.MessageType)));

    [Fact]
    public void The_first_sender_has_the_plain_queue_and_the_others_their_own()
    {
        Assert.Equal("downstream", Entities.DownstreamQueue(0, "111"));
        Assert.Equal("downstream-222", Entities.DownstreamQueue(1, "222"));
    }

    private static JsonElement Topic(string name) =>
        Namespace.GetProperty("Topics").EnumerateArray().Single(topic => topic.GetProperty("Name").GetString() == name);

    private static IEnumerable<string?> Names(JsonElement entities) => entities.EnumerateArray().Select(entity => entity.GetProperty("Name").GetString());

    private static string? MessageTypeOf(JsonElement rule) => rule.GetProperty("Properties").GetProperty("CorrelationFilter")
        .GetProperty("Properties").GetProperty(EventProperties.MessageType).GetString();
}
