using CcsBridge.Contracts;
using CcsBridge.Functions.Registrations;

namespace CcsBridge.Functions.Processors;

/// <summary>Which processor does what. An app adds its own by one class and one line in <see cref="BuiltIn"/>.</summary>
internal sealed class ProcessorTable(IReadOnlyList<ProcessorTable.Row> rows)
{
    /// <param name="Action">The value of <c>data.action</c>.</param>
    /// <param name="Processor">What runs.</param>
    /// <param name="Category">Only for this app; null for every app that has no row of its own.</param>
    public sealed record Row(string Action, IPayloadProcessor Processor, string? Category = null);

    public static ProcessorTable BuiltIn(Settings settings, RegistrationTable registrations)
    {
        List<Row> rows = [new(DeviceActions.Register, new Register(registrations, settings.AllowUnverified))];
        // An amplifier: whoever speaks to it makes us send.
        if (settings.Development)
            rows.Add(new(DeviceActions.Echo, new Echo()));
        return new ProcessorTable(rows);
    }

    /// <summary>Null: nobody knows the action.</summary>
    public IPayloadProcessor? Pick(string category, string? action) =>
        (rows.FirstOrDefault(row => row.Action == action && row.Category == category)
            ?? rows.FirstOrDefault(row => row.Action == action && row.Category is null))?.Processor;
}
