using CcsBridge.Delivery;

namespace CcsBridge.Simulation.Faults;

/// <summary>Which lock a message is held under, by its CCS message id: what the core knows and its effects do not say.</summary>
internal sealed class HeldTokens
{
    private readonly Dictionary<string, Guid> _tokens = [];

    public void See(DeliveryInput input)
    {
        if (input is DeliveryInput.Received { Request: var received } && received.MessageId is { } brokerId)
            _tokens[received.Properties.GetValueOrDefault("ccsbridge-message-id") as string ?? brokerId] = received.LockToken;
    }

    public Guid Of(string messageId) => _tokens[messageId];
}
