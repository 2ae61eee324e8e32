using CcsBridge.Ccs;
using CcsBridge.Delivery;

namespace CcsBridge.Connector;

/// <summary>What the drivers are to step through for each of the two pure cores.</summary>
internal sealed record Cores(
    Func<SenderDelivery, Step<DeliveryInput, DeliveryEffect>> Delivery, Func<CcsSession, SessionId, Step<SessionInput, SessionEffect>> Session)
{
    /// <summary>The cores themselves.</summary>
    public static readonly Cores Own = new(core => core.On, (core, _) => core.On);
}
