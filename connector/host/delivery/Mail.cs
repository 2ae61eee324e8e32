using CcsBridge.Connector.Sessions;
using CcsBridge.Delivery;

namespace CcsBridge.Connector.Deliveries;

/// <summary>An input for the promise's core; a session that becomes ready brings itself along, so that effects find it.</summary>
internal readonly record struct Mail(DeliveryInput Input, SessionDriver? Session = null)
{
    public static readonly Mail Tick = new(new DeliveryInput.Tick());
}
