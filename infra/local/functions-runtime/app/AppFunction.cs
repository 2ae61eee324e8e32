namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>A function of the app: its folder's name, and what calls it.</summary>
internal sealed record AppFunction(string Name, Trigger Trigger)
{
    /// <summary>What refusals call the file it was read from.</summary>
    public static string FileOf(string function) => function + "/function.json";
}
