namespace CcsBridge.Simulation.Faults;

/// <summary>A rule of the promise that is not kept, as a connector with that mistake would not keep it.</summary>
internal enum BrokenRule
{
    /// <summary>Upstream is acknowledged as soon as it comes.</summary>
    AckBeforePublish,

    /// <summary>A message is completed while the event of its outcome is under way.</summary>
    SettleBeforeTheEvent,

    /// <summary>A refused acknowledgement is taken for an answer.</summary>
    SlotFreedByBadAck,

    /// <summary>What is not answered in time is given back to the queue.</summary>
    ReleasedAfterWriting,

    /// <summary>A put-back copy has the broker id that the app chose.</summary>
    CopyIdFromTheApp,

    /// <summary>A message is taken for a redelivery because its first receipt is the same.</summary>
    RedeliveryByFirstReceipt,

    /// <summary>Acknowledgements go to the newest session.</summary>
    AckOnTheNewestSession,

    /// <summary>Every answer asks for another message, whatever is held.</summary>
    NoBoundOnWhatIsHeld,

    /// <summary>A session starts with its whole window.</summary>
    NoSlowStart,

    /// <summary>What ended sessions travels in company.</summary>
    NoTravellingAlone,

    /// <summary>Each <c>CONNECTION_DRAINING</c> is treated as a message's first.</summary>
    DrainingWithoutMemory,
}
