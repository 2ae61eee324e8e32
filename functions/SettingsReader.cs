using Azure.Data.Tables;
using CcsBridge.ServiceBus;

namespace CcsBridge.Functions;

/// <summary>
/// Reads the settings from the environment. All faults at once, each a sentence that names the setting; no value with a key is told.
/// </summary>
internal static class SettingsReader
{
    /// <summary>Set by the Functions host for the process it starts.</summary>
    public const string PortName = "FUNCTIONS_CUSTOMHANDLER_PORT";

    /// <summary>The settings, or null with at least one fault.</summary>
    public static Settings? Read(IConfiguration configuration, out IReadOnlyList<string> faults)
    {
        var found = new List<string>();
        var port = Port(configuration[PortName], found);
        var bus = Bus(configuration, found);
        var tables = Tables(configuration, found);
        var senders = SenderList(configuration["Senders"], found);
        var allowUnverified = AllowUnverified(configuration["Registrations:AllowUnverified"], bus, found);
        faults = found;
        return found.Count == 0 ? new Settings(port, bus!, tables, senders, allowUnverified, IsDevelopment(configuration)) : null;
    }

    private static int Port(string? text, List<string> found)
    {
        if (!ushort.TryParse(text, out var port))
            found.Add($"{PortName}: found {Shown(text)}; allowed: a port number from 0 to 65535.");
        return port;
    }

    private static ServiceBusConnectionString? Bus(IConfiguration configuration, List<string> found)
    {
        if (configuration["ServiceBus:fullyQualifiedNamespace"] is not null)
        {
            found.Add("ServiceBus__fullyQualifiedNamespace: managed identity is not supported in this version; allowed: ServiceBus with a "
                + "connection string.");
        }

        var text = configuration["ServiceBus"];
        try
        {
            if (!string.IsNullOrEmpty(text))
                return ServiceBusConnectionString.Parse(text);
            found.Add("ServiceBus: missing; allowed: the connection string of a Service Bus namespace.");
        }
        catch (FormatException wrong)
        {
            found.Add($"ServiceBus: {wrong.Message}");
        }

        return null;
    }

    private static string Tables(IConfiguration configuration, List<string> found)
    {
        const string Name = "Tables__ConnectionString";
        if (configuration["Tables:Endpoint"] is not null)
            found.Add($"Tables__Endpoint: managed identity is not supported in this version; allowed: {Name}.");
        var text = configuration["Tables:ConnectionString"];
        if (string.IsNullOrEmpty(text))
            found.Add($"{Name}: missing; allowed: the connection string of a storage account.");
        else if (!IsTables(text))
            found.Add($"{Name}: found no connection string; allowed: as TableEndpoint=https://...;AccountName=...;AccountKey=...");
        return text ?? "";
    }

    private static Senders SenderList(string? text, List<string> found)
    {
        var ids = (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (ids.Length == 0)
            found.Add("Senders: missing; allowed: sender ids in the connector's order, separated by commas.");
        foreach (var id in ids.Where(id => !IsId(id)))
            found.Add($"Senders: found {Shown(id)}; allowed: ids of 1 to {Senders.LongestId} letters, digits, - _ and .");
        foreach (var twice in ids.GroupBy(id => id).Where(group => group.Count() > 1))
            found.Add($"Senders: found {Shown(twice.Key)} {twice.Count()} times; allowed: each id once.");
        return new Senders(ids);
    }

    private static bool IsId(string text) =>
        text.Length <= Senders.LongestId && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static bool AllowUnverified(string? text, ServiceBusConnectionString? bus, List<string> found)
    {
        const string Name = "Registrations__AllowUnverified";
        if (text is null)
            return false;
        if (!bool.TryParse(text, out var allow))
            found.Add($"{Name}: found {Shown(text)}; allowed: true or false.");
        else if (allow && bus is { UseDevelopmentEmulator: false })
        {
            found.Add($"{Name}: found true with a bus that is not local; allowed: only with UseDevelopmentEmulator=true in ServiceBus, for "
                + "then any device may claim any account.");
        }

        return allow;
    }

    // The host's own word first; it sets it under Core Tools.
    private static bool IsDevelopment(IConfiguration configuration) => string.Equals(
        configuration["AZURE_FUNCTIONS_ENVIRONMENT"] ?? configuration["ASPNETCORE_ENVIRONMENT"] ?? configuration["DOTNET_ENVIRONMENT"],
        "Development", StringComparison.OrdinalIgnoreCase);

    private static bool IsTables(string connectionString)
    {
        try
        {
            _ = new TableServiceClient(connectionString);
            return true;
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string Shown(string? text) => text is null
        ? "nothing"
        : $"\"{string.Concat(text.Take(64).Select(c => char.IsControl(c) ? '?' : c))}\"";
}
