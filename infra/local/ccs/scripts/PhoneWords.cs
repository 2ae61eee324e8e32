namespace CcsBridge.Local.Ccs.Scripts;

/// <summary>What phones and their owners do.</summary>
internal static class PhoneWords
{
    private const string Name = "the name of a phone";
    private const string Of = "of";

    public static readonly Verb[] Verbs =
    [
        new("phone", "phone NAME [CATEGORY] [of SENDER]", "install the app on a phone", Install),
        new(
            "uninstall",
            "uninstall PHONE",
            "from then on its token is DEVICE_UNREGISTERED",
            words => Last(words, phone => new Instruction.Uninstall(phone))),
        new(
            "offline",
            "offline PHONE",
            "what comes for it is stored, by the rules of time_to_live and collapse_key",
            words => Last(words, phone => new Instruction.Connect(phone, Online: false))),
        new(
            "online",
            "online PHONE",
            "it gets what is stored and not over",
            words => Last(words, phone => new Instruction.Connect(phone, Online: true))),
        new("say", "say PHONE KEY=VALUE ...", "its app sends this upstream", Say),
    ];

    private static Instruction.Install Install(Words words)
    {
        var name = words.Next(Name);
        if (words.AtEnd)
            return new Instruction.Install(name, null, null);
        var category = words.Skip(Of) ? null : words.Next("a category");
        if (category is not null && words.AtEnd)
            return new Instruction.Install(name, category, null);
        // Behind a category there may be nothing but its sender.
        if (category is not null && !words.Skip(Of))
            throw words.Fault(words.Next(Of), Of);
        var sender = words.Next("the id of a sender");
        words.End();
        return new Instruction.Install(name, category, sender);
    }

    private static Instruction.Say Say(Words words)
    {
        var phone = words.Next(Name);
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!words.AtEnd)
        {
            var word = words.Next("KEY=VALUE");
            var at = word.IndexOf('=', StringComparison.Ordinal);
            data[at > 0 ? word[..at] : throw words.Fault(word, "KEY=VALUE, without blanks")] = word[(at + 1)..];
        }

        return new Instruction.Say(phone, data);
    }

    private static T Last<T>(Words words, Func<string, T> instruction)
        where T : Instruction
    {
        var phone = words.Next(Name);
        words.End();
        return instruction(phone);
    }
}
