namespace CcsBridge.Delivery;

/// <summary>A scheduled copy that takes a message's place on its queue, so that it is tried again later.</summary>
/// <param name="Id">Its broker message id, derived from first receipt and hop: the queue folds a second copy of the same hop.</param>
/// <param name="Original">What it copies: body, content type, correlation id, subject.</param>
/// <param name="Properties">The app's own and ours, ours brought up to date.</param>
/// <param name="Due">Not given out before.</param>
/// <param name="TimeToLive">What is left, from <paramref name="Due"/>; null = no end.</param>
public sealed record PutBackCopy(
    string Id, ReceivedRequest Original, IReadOnlyDictionary<string, object> Properties, DateTimeOffset Due, TimeSpan? TimeToLive);
