namespace CcsBridge.Local.Ccs.Scripts;

/// <summary>A script that was read: its instructions with the numbers of their lines.</summary>
internal sealed record Script(IReadOnlyList<(int Line, Instruction Instruction)> Lines)
{
    private const int MostLines = 1000;

    /// <summary>Reads a script; empty lines and what stands behind a <c>#</c> say nothing.</summary>
    /// <exception cref="ScriptException">A line is not one of the <see cref="Vocabulary"/>.</exception>
    public static Script Read(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select((line, at) => (Number: at + 1, Text: WithoutComment(line)))
            .Where(line => line.Text.Length > 0).ToArray();
        if (lines.Length > MostLines)
            throw new ScriptException(lines[MostLines].Number, $"{lines.Length} instructions", $"at most {MostLines}");
        return new Script([.. lines.Select(line => (line.Number, Vocabulary.Read(new Words(line.Number, line.Text))))]);
    }

    private static string WithoutComment(string line)
    {
        var at = line.StartsWith('#') ? 0 : line.IndexOf(" #", StringComparison.Ordinal);
        return (at < 0 ? line : line[..at]).Trim();
    }
}
