namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>What calls a function.</summary>
internal abstract record Trigger
{
    private Trigger() { }

    /// <summary>A message of a queue or subscription, received under lock.</summary>
    /// <param name="Binding">The binding's name: the key in the call's <c>Data</c>.</param>
    /// <param name="Entity"><c>queue</c>, or <c>topic/Subscriptions/name</c>.</param>
    /// <param name="Connection">The app setting that holds the connection string.</param>
    /// <param name="AsBytes">Whether the body goes to the function as base64 (<c>dataType: binary</c>), not as text.</param>
    public sealed record ServiceBus(string Binding, string Entity, string Connection, bool AsBytes) : Trigger;

    /// <summary>An HTTP request, forwarded as it came.</summary>
    /// <param name="Route">Below the route prefix, in ASP.NET's route syntax.</param>
    /// <param name="Methods">Upper case; empty: all.</param>
    /// <param name="NeedsKey">Whether Azure asks a key of the caller; on one machine nobody does.</param>
    public sealed record Http(string Route, IReadOnlyList<string> Methods, bool NeedsKey) : Trigger;
}
