using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Local.Ccs.Scripts;

/// <summary>How messages that come down are answered.</summary>
internal static class AnswerWords
{
    private const string Meaning = """
        the next message that comes down (the next N, to this phone only) is answered so:
          nack CODE           refused with this code, whatever it is
          silence             never; its slot in the window stays taken
          late LENGTH         so much later
          overtaken N         behind the next N answers on its connection
          twice               twice
          canonical TOKEN     an ack with this registration_id
          group N TOKEN,...   a device group's ack: N devices took it, these tokens failed
          error TYPE          as a stanza error: auth, cancel, continue, modify, wait
          cut                 the stream ends in the middle of the answer; the phone has the message
          drop                the connection is cut in place of it; the phone has nothing
        """;

    private static readonly string[] ErrorTypes = ["auth", "cancel", "continue", "modify", "wait"];

    private static readonly Dictionary<string, Func<Words, ScriptedAnswer>> Hows = new()
    {
        ["nack"] = words => new ScriptedAnswer.Nack(words.Next("a CCS error code, like SERVICE_UNAVAILABLE")),
        ["silence"] = _ => new ScriptedAnswer.Silence(),
        ["late"] = words => new ScriptedAnswer.Late(words.Length()),
        ["overtaken"] = words => new ScriptedAnswer.Overtaken(words.Number()),
        ["twice"] = _ => new ScriptedAnswer.Duplicate(),
        ["canonical"] = words => new ScriptedAnswer.Canonical(words.Next("a token")),
        ["group"] = words => new ScriptedAnswer.Group(words.Number(), words.Next("tokens with commas between them").Split(',')),
        ["error"] = words => new ScriptedAnswer.StanzaError(words.OneOf(ErrorTypes)),
        ["cut"] = _ => new ScriptedAnswer.Cut(),
        ["drop"] = _ => new ScriptedAnswer.Drop(),
    };

    public static readonly Verb[] Verbs = [new("answer", "answer HOW [for PHONE] [N times]", Meaning, Answer)];

    private static Instruction.Answer Answer(Words words)
    {
        var how = words.OneOf(Hows)(words);
        var phone = words.Skip("for") ? words.Next("the name of a phone") : null;
        return new Instruction.Answer(how, phone, words.Times());
    }
}
