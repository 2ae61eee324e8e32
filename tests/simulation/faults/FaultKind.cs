namespace CcsBridge.Simulation.Faults;

/// <summary>What can be planted.</summary>
internal enum FaultKind
{
    /// <summary>The connection is reset, with all that is under way.</summary>
    SessionDropped,

    /// <summary>The next piece is cut in its middle, then the connection is reset.</summary>
    SessionTorn,

    /// <summary>Bytes vanish both ways; the endpoint learns of it minutes later.</summary>
    HalfOpen,

    /// <summary>The endpoint drains the connection, in one of the three ways.</summary>
    Draining,

    /// <summary>Messages are refused as on a draining connection, and nothing drains.</summary>
    DrainingNack,

    /// <summary>A connection is aborted in place of an answer.</summary>
    DroppedAtStanza,

    /// <summary>The next messages are refused with a code of the error list.</summary>
    Nack,

    /// <summary>The next messages are taken and never answered.</summary>
    NoAnswer,

    /// <summary>Answers come after their time, perhaps twice.</summary>
    LateAnswer,

    /// <summary>The next answers come twice.</summary>
    DuplicateAnswer,

    /// <summary>Answers to what is not in flight, and <c>BAD_ACK</c>s under the ids of what is.</summary>
    StrayAnswer,

    /// <summary>A device sets CCS's own members in its JSON, with the id of a message that is in flight.</summary>
    SpoofedAck,

    /// <summary>The broker took it; its word is lost.</summary>
    ConfirmationLost,

    /// <summary>The broker did not take it.</summary>
    ServerBusy,

    /// <summary>The broker takes nothing for a while.</summary>
    Throttled,

    /// <summary>The broker's word takes 3 to 20 s.</summary>
    SlowConfirmation,

    /// <summary>A topic or the queue takes nothing for a while: disabled, over its quota, gone, not allowed.</summary>
    EntityRefuses,

    /// <summary>The broker refuses a message for its own sake.</summary>
    MessageRefused,

    /// <summary>The queue's link is lost, perhaps with what was not read yet and with <c>$management</c>, and comes again.</summary>
    LinkLost,

    /// <summary><c>$management</c> answers nothing for a while: locks run out.</summary>
    LocksNotRenewed,

    /// <summary>A settlement is said and never heard.</summary>
    SettlementLost,

    /// <summary>The process is killed, and another started.</summary>
    ProcessKilled,

    /// <summary>The process is asked to stop (SIGTERM), and another started.</summary>
    ProcessStopped,

    /// <summary>The process stands still for a while, and the clock runs on.</summary>
    ProcessPaused,

    /// <summary>A second process on the same queue and sender; then the older one is stopped, or killed.</summary>
    TwoProcesses,

    /// <summary>A message whose stanza ends every session that it is written on.</summary>
    PoisonStanza,

    /// <summary>A message that kills every process that writes it.</summary>
    KillerStanza,
}
