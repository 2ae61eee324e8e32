namespace CcsBridge.Ccs;

/// <summary>One read may hold thousands of stanzas that mean nothing; the log needs to hear that once.</summary>
internal static class NoteFolding
{
    /// <summary>Equal notes that follow each other directly become one with their number; all else stays as it is.</summary>
    public static List<SessionEffect> Fold(List<SessionEffect> effects)
    {
        // Most inputs bring none.
        if (!effects.Exists(effect => effect is SessionEffect.Note))
            return effects;
        var folded = new List<SessionEffect>(effects.Count);
        for (int i = 0, times; i < effects.Count; i += times)
        {
            times = TimesAt(effects, i);
            folded.Add(effects[i] is SessionEffect.Note note && times > 1 ? new SessionEffect.Note($"{note.Text} ({times} times)") : effects[i]);
        }

        return folded;
    }

    private static int TimesAt(List<SessionEffect> effects, int start)
    {
        var end = start + 1;
        while (effects[start] is SessionEffect.Note && end < effects.Count && effects[end] == effects[start])
            end++;
        return end - start;
    }
}
