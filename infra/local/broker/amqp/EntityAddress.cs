namespace CcsBridge.Local.Broker;

/// <summary>How clients write an entity: <c>queue</c>, <c>/queue</c>, <c>/Fancy%20Queue</c>, <c>amqp://host/queue</c>.</summary>
internal static class EntityAddress
{
    private const string Management = "/$management";

    /// <summary>The entity's path as the engine knows it; empty for no address.</summary>
    public static string Path(string? address)
    {
        var path = address ?? "";
        if (path.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
            path = path.IndexOf('/', scheme + 3) is >= 0 and var slash ? path[slash..] : "";
        return Uri.UnescapeDataString(path).Trim().Trim('/');
    }

    public static bool IsCbs(string path) => path.Equals("$cbs", StringComparison.OrdinalIgnoreCase);

    public static bool IsManagement(string path) =>
        path.EndsWith(Management, StringComparison.OrdinalIgnoreCase) || path.Equals(Management[1..], StringComparison.OrdinalIgnoreCase);

    /// <summary>The entity a management path belongs to; empty for the namespace's.</summary>
    public static string Managed(string path) => path[..Math.Max(0, path.Length - Management.Length)];
}
