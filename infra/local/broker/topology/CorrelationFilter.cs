namespace CcsBridge.Local.Broker;

/// <summary>Equalities that must all hold; a member that is null is not compared. Strings only, compared exactly.</summary>
internal sealed record CorrelationFilter
{
    public string? MessageId { get; init; }

    public string? CorrelationId { get; init; }

    public string? Label { get; init; }

    public string? ContentType { get; init; }

    public string? To { get; init; }

    public string? ReplyTo { get; init; }

    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    public bool Matches(BrokerMessage message) =>
        Same(MessageId, message.MessageId)
        && Same(CorrelationId, message.CorrelationId)
        && Same(Label, message.Subject)
        && Same(ContentType, message.ContentType)
        && Same(To, message.To)
        && Same(ReplyTo, message.ReplyTo)
        && Properties.All(p => message.Properties.TryGetValue(p.Key, out var value) && value is string text && text == p.Value);

    private static bool Same(string? wanted, string? found) => wanted is null || wanted == found;
}
