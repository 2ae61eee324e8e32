namespace CcsBridge.Local.Tours;

/// <summary>A step did not come out as it should. The message is a sentence; the part is where to look.</summary>
internal sealed class StepFailedException(string part, string sentence, Exception? inner = null) : Exception(sentence, inner)
{
    public string Part { get; } = part;

    /// <summary>Holds a check of a step.</summary>
    public static void Unless(bool holds, string part, string sentence)
    {
        if (!holds)
            throw new StepFailedException(part, sentence);
    }
}
