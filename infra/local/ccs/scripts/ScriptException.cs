namespace CcsBridge.Local.Ccs.Scripts;

/// <summary>A script's line cannot be read or carried out: where, what was found, what is allowed.</summary>
internal sealed class ScriptException(int line, string found, string allowed)
    : Exception($"line {line}: found {found}; allowed: {allowed}.")
{
    public int Line => line;

    public string Found => found;

    public string Allowed => allowed;
}
