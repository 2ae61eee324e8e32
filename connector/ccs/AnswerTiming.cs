namespace CcsBridge.Ccs;

/// <summary>How an answer fits what is in flight.</summary>
internal enum AnswerTiming
{
    /// <summary>Never sent here, or answered before.</summary>
    NotInFlight,

    InTime,

    /// <summary>After it was reported unanswered.</summary>
    Late,
}
