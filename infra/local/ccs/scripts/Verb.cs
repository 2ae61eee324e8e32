namespace CcsBridge.Local.Ccs.Scripts;

/// <summary>A word that a line can begin with: how it is used, what it does, and how the rest of its line is read.</summary>
internal sealed record Verb(string Name, string Usage, string Meaning, Func<Words, Instruction> Read);
