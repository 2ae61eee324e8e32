using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Local.Ccs.Scripts;

/// <summary>What a script waits for.</summary>
internal static class WaitWords
{
    private const string Meaning = """
        for so long, or for what happens next (or has happened since the line before):
          bound, ended        a connection
          refused             a login
          message [ID]        one that comes down
          answered [ID]       an ack or nack to it
          acked [ID]          an upstream message
        """;

    private static readonly Dictionary<string, Func<string?, Func<Happening, bool>>> Happenings = new()
    {
        ["bound"] = _ => happening => happening is Happening.Bound,
        ["ended"] = _ => happening => happening is Happening.Ended,
        ["refused"] = _ => happening => happening is Happening.LoginRefused,
        ["message"] = id => happening => happening is Happening.DownstreamArrived m && Is(m.MessageId, id),
        ["answered"] = id => happening => happening is Happening.DownstreamAnswered m && Is(m.MessageId, id),
        ["acked"] = id => happening => happening is Happening.UpstreamAcked m && Is(m.MessageId, id),
    };

    public static readonly Verb[] Verbs = [new("wait", "wait LENGTH | WHAT", Meaning, Wait)];

    private static Instruction Wait(Words words)
    {
        foreach (var (what, wanted) in Happenings)
        {
            if (words.Skip(what))
                return For(words, wanted, takesId: what is "message" or "answered" or "acked");
        }

        var length = words.Length($"; or {string.Join(", ", Happenings.Keys)}");
        words.End();
        return new Instruction.Pause(length);
    }

    private static Instruction.Await For(Words words, Func<string?, Func<Happening, bool>> wanted, bool takesId)
    {
        var id = takesId && !words.AtEnd ? words.Next("a message id") : null;
        words.End();
        return new Instruction.Await(wanted(id));
    }

    private static bool Is(string messageId, string? wanted) => wanted is null || wanted == messageId;
}
