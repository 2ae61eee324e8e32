using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Local.Ccs.Scripts;

/// <summary>Logins, and what is kept back until it is released.</summary>
internal static class EndpointWords
{
    // XMPP RFC 6120 §6.5, and the text that senders met before their sign-up was approved.
    private static readonly Dictionary<string, LoginRefusal> Refusals = new[]
    {
        "not-authorized", "temporary-auth-failure", "account-disabled", "credentials-expired", "aborted", "encryption-required",
        "incorrect-encoding", "invalid-authzid", "invalid-mechanism", "malformed-request", "mechanism-too-weak",
    }.Select(condition => new LoginRefusal(condition, "A script refused this login."))
        .Select(refusal => KeyValuePair.Create(refusal.Condition, refusal))
        .Append(KeyValuePair.Create("not-whitelisted", LoginRefusal.NotWhitelisted))
        .ToDictionary();

    private static readonly string[] Points = ["answers", "upstream", "reads"];

    public static readonly Verb[] Verbs =
    [
        new(
            "refuse",
            "refuse CONDITION [N times]",
            "the next login fails: not-authorized, not-whitelisted, temporary-auth-failure, ...",
            Refuse),
        new(
            "hold",
            "hold answers | upstream | reads [MESSAGE_ID]",
            "keep answers or upstream back, of one message or of all; or leave sockets unread",
            words => new Instruction.Tell(new Input.Hold(Point(words)))),
        new(
            "release",
            "release answers | upstream | reads [MESSAGE_ID]",
            "let go what was held with the same words",
            words => new Instruction.Tell(new Input.Release(Point(words)))),
        new("set", "set NAME VALUE", SettingWords.Meaning, SettingWords.Read),
    ];

    private static Instruction.Tell Refuse(Words words)
    {
        var refusal = words.OneOf(Refusals);
        return new Instruction.Tell(new Input.RefuseLogins(refusal, words.Times()));
    }

    private static HoldPoint Point(Words words)
    {
        var what = words.OneOf(Points);
        var id = what == "reads" || words.AtEnd ? null : words.Next("a message id");
        words.End();
        return what switch
        {
            "answers" => new HoldPoint.Answers(id),
            "upstream" => new HoldPoint.Upstream(id),
            _ => new HoldPoint.Reads(),
        };
    }
}
