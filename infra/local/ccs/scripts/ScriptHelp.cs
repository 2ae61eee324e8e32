namespace CcsBridge.Local.Ccs.Scripts;

/// <summary>How a script is written, for those who ask.</summary>
internal static class ScriptHelp
{
    public static readonly string Text = $"""
        A script has one instruction a line, carried out from the top. '#' begins a comment. A LENGTH is 250ms, 5s, 2m or 1h.

        {string.Join("\n", Vocabulary.Verbs.Select(Entry))}
        An example:

          phone anna
          refuse temporary-auth-failure 2 times
          wait bound                                # the client came a third time
          answer nack SERVICE_UNAVAILABLE for anna 3 times
          answer late 20s
          drain both for 30s
          wait bound                                # it opened a successor
          offline anna
          wait 1m
          online anna
          fault system-shutdown
        """;

    private static string Entry(Verb verb) => $"  {verb.Usage}\n      {verb.Meaning.ReplaceLineEndings("\n      ")}";
}
