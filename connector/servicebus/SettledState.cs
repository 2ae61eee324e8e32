using Amqp.Framing;
using Amqp.Types;

namespace CcsBridge.ServiceBus;

/// <summary>How a settlement reads on the wire.</summary>
internal static class SettledState
{
    /// <summary>Service Bus refuses longer texts.</summary>
    public const int LongestText = 4_096;

    public static Outcome Of(SettleAs how) => how switch
    {
        SettleAs.Complete => new Accepted(),
        SettleAs.Release => new Released(),
        SettleAs.DeadLetter dead => new Rejected
        {
            Error = new Error("com.microsoft:dead-letter")
            {
                // AMQP 1.0 §2.8.14: an error's info is a map with symbol keys.
                Info = new Fields
                {
                    [new Symbol("DeadLetterReason")] = Cut(dead.Reason),
                    [new Symbol("DeadLetterErrorDescription")] = Cut(dead.Description),
                },
            },
        },
        _ => throw new ArgumentOutOfRangeException(nameof(how), how, "no such settlement"),
    };

    public static string Cut(string text)
    {
        if (text.Length <= LongestText) return text;
        return text[..(char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText)];
    }
}
