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

    /// <summary>A connection is aborted in place of an answer.</summary>
    DroppedAtStanza,

    /// <summary>The next messages are refused with a code of the error list.</summary>
    Nack,

    /// <summary>Answers stay away, until the session is dropped.</summary>
    NoAnswer,

    /// <summary>Answers come after their time.</summary>
    LateAnswer,

    /// <summary>The next answers come twice.</summary>
    DuplicateAnswer,

    /// <summary>The broker took it; its word is lost.</summary>
    ConfirmationLost,

    /// <summary>The broker did not take it.</summary>
    ServerBusy,

    /// <summary>The broker's word takes 3 to 20 s.</summary>
    SlowConfirmation,

    /// <summary>The queue's link is lost, perhaps with what was not read yet, and comes again.</summary>
    LinkLost,

    /// <summary>A settlement is said and never heard.</summary>
    SettlementLost,

    /// <summary>The process is killed, and another started.</summary>
    ProcessKilled,

    /// <summary>The process is asked to stop (SIGTERM), and another started.</summary>
    ProcessStopped,
}
