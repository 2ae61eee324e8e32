namespace CcsBridge.ServiceBus;

/// <summary>Gives the token that opens an audience, as <c>amqp://host/entity</c>.</summary>
internal delegate ValueTask<CbsToken> TokenSource(string audience, CancellationToken cancel);

/// <param name="Type">As the <c>$cbs</c> node calls it: <c>servicebus.windows.net:sastoken</c> or <c>jwt</c>.</param>
/// <param name="Value">The secret: never logged.</param>
/// <param name="ExpiresOn">When the broker stops honouring it.</param>
internal sealed record CbsToken(string Type, string Value, DateTimeOffset ExpiresOn)
{
    public override string ToString() => $"{Type} until {ExpiresOn:u}";
}
