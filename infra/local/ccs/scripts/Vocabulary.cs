namespace CcsBridge.Local.Ccs.Scripts;

/// <summary>All words that a line of a script can begin with, in the order of the help.</summary>
internal static class Vocabulary
{
    public static readonly IReadOnlyList<Verb> Verbs =
        [.. AnswerWords.Verbs, .. ConnectionWords.Verbs, .. EndpointWords.Verbs, .. PhoneWords.Verbs, .. WaitWords.Verbs];

    private static readonly Dictionary<string, Verb> ByName = Verbs.ToDictionary(verb => verb.Name);

    /// <summary>Reads one line.</summary>
    public static Instruction Read(Words words) => words.OneOf(ByName).Read(words);
}
