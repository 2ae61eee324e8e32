using CcsBridge.Contracts;

namespace CcsBridge.Delivery;

/// <summary>An outcome event, and the least of it: without its optional fields, for a broker that refuses the whole for its size.</summary>
internal sealed record OutcomeEvent(BridgeEvent Whole, BridgeEvent Least)
{
    public static OutcomeEvent Of(EventWriter events, DownstreamAccepted accepted, HeldMessage held, DateTimeOffset now)
    {
        var least = accepted with { To = null, Condition = null, RegistrationId = null, FailedRegistrationIds = null };
        return new OutcomeEvent(
            events.Accepted(accepted, held.First, held.Received.CorrelationId, now), events.Accepted(least, held.First, null, now));
    }

    public static OutcomeEvent Of(EventWriter events, DownstreamRejected rejected, HeldMessage held, DateTimeOffset now)
    {
        var least = rejected with { To = null, Condition = null, ErrorDescription = null };
        return new OutcomeEvent(
            events.Rejected(rejected, held.First, held.Received.CorrelationId, now), events.Rejected(least, held.First, null, now));
    }
}
