using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Local.Ccs.Scripts;

/// <summary>What one line of a script asks for.</summary>
internal abstract record Instruction
{
    private Instruction()
    {
    }

    /// <summary>Tell the endpoint something, as it is.</summary>
    public sealed record Tell(Input Input) : Instruction;

    /// <summary>Tell it something about one bound connection, or about each (null).</summary>
    public sealed record OnBound(Func<int, Input> Input, int? Connection) : Instruction;

    /// <summary>The next downstream messages, to one phone or to any (null), are answered this way.</summary>
    public sealed record Answer(ScriptedAnswer How, string? Phone, int Times) : Instruction;

    /// <summary>The app is installed on a phone, new or known; what is null is as before, or the default.</summary>
    public sealed record Install(string Phone, string? Category, string? Sender) : Instruction;

    public sealed record Uninstall(string Phone) : Instruction;

    public sealed record Connect(string Phone, bool Online) : Instruction;

    public sealed record Say(string Phone, IReadOnlyDictionary<string, string> Data) : Instruction;

    public sealed record Pause(TimeSpan Length) : Instruction;

    /// <summary>Wait for the next such happening since the last instruction.</summary>
    public sealed record Await(Func<Happening, bool> Wanted) : Instruction;
}
