namespace CcsBridge.Local.Ccs.Scripts;

/// <summary>A script in a file.</summary>
internal static class ScriptFile
{
    /// <summary>The script, or null with a sentence that names the file, and the line if it is one's fault.</summary>
    public static Script? Read(string path, out string fault)
    {
        fault = "";
        try
        {
            return Script.Read(File.ReadAllText(path));
        }
        catch (Exception e) when (e is ScriptException or IOException or UnauthorizedAccessException)
        {
            fault = e is ScriptException ? $"script {path}, {e.Message}" : $"script {path} cannot be read: {e.Message}";
            return null;
        }
    }
}
