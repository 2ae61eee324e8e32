using CcsBridge.Ccs;
using CcsBridge.Connector;
using CcsBridge.Delivery;

namespace CcsBridge.Simulation.Faults;

/// <summary>Stands between a core and its driver and rewrites what passes, so that one rule is not kept.</summary>
internal static class BrokenRules
{
    public static Cores Break(BrokenRule rule, int window) => rule switch
    {
        BrokenRule.AckBeforePublish => Delivery(own => new EagerAck(own).On),
        BrokenRule.SettleBeforeTheEvent => Delivery(own => new EagerSettlement(own).On),
        BrokenRule.ReleasedAfterWriting => Delivery(own => new LateRelease(own).On),
        BrokenRule.CopyIdFromTheApp => Delivery(own => new AppsCopyId(own).On),
        BrokenRule.RedeliveryByFirstReceipt => Delivery(own => new FirstReceiptRedelivery(own).On),
        BrokenRule.AckOnTheNewestSession => new Cores(core => new NewestSessionAck(core.On).On, (core, _) => new UnaskedAck(core.On).On),
        BrokenRule.NoBoundOnWhatIsHeld => Delivery(own => new UnboundedCredit(own).On),
        BrokenRule.NoTravellingAlone => Delivery(own => new Company(own).On),
        BrokenRule.DrainingWithoutMemory => Delivery(own => new ForgetfulDraining(own).On),
        BrokenRule.SlotFreedByBadAck => Session(own => new BadAckSlot(own).On),
        BrokenRule.NoSlowStart => Session(own => new WholeWindow(own, window).On),
        _ => throw new InvalidOperationException($"nobody breaks {rule}"),
    };

    private static Cores Delivery(Func<Step<DeliveryInput, DeliveryEffect>, Step<DeliveryInput, DeliveryEffect>> broken) =>
        Cores.Own with { Delivery = core => broken(core.On) };

    private static Cores Session(Func<Step<SessionInput, SessionEffect>, Step<SessionInput, SessionEffect>> broken) =>
        Cores.Own with { Session = (core, _) => broken(core.On) };
}
