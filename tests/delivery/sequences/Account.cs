namespace CcsBridge.Tests.Delivery.Sequences;

/// <summary>What was counted while a sequence was played, by the CCS message id.</summary>
internal sealed class Account
{
    private readonly Dictionary<string, int> _sends = [];

    /// <summary>Which kinds of event were confirmed for a message.</summary>
    public Dictionary<string, HashSet<string>> Told { get; } = [];

    /// <summary>Reasons of dead letters.</summary>
    public Dictionary<string, string> DeadLettered { get; } = [];

    public int SessionEnds { get; set; }

    public int Crashes { get; set; }

    public int PutBacks { get; set; }

    public int MostHeld { get; set; }

    /// <summary>Faults against the promise's order, whatever the sequence.</summary>
    public List<string> Faults { get; } = [];

    public int SendsOf(string messageId) => _sends.GetValueOrDefault(messageId);

    public int MostSendsBut(string messageId) => _sends.Where(sends => sends.Key != messageId).Max(sends => sends.Value);

    public void Sent(string messageId) => _sends[messageId] = SendsOf(messageId) + 1;

    public void HasTold(string messageId, string what)
    {
        Told.TryAdd(messageId, []);
        Told[messageId].Add(what);
    }

    public void HasDeadLettered(string messageId, string reason)
    {
        if (!Told.ContainsKey(messageId))
            Faults.Add($"{messageId} was dead-lettered before its event was confirmed");
        DeadLettered[messageId] = reason;
    }
}
