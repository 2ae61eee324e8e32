namespace CcsBridge.Ccs;

/// <summary>One downstream message that has not been answered.</summary>
/// <param name="MessageId">Its key on this session.</param>
/// <param name="SentAt">When it was written.</param>
/// <param name="ReadsBefore">How often the session had read by then: equal now means that nothing has come since.</param>
internal sealed record Slot(string MessageId, DateTimeOffset SentAt, long ReadsBefore)
{
    /// <summary>Waited for its answer in vain; still taken.</summary>
    public bool TimedOut { get; set; }
}
