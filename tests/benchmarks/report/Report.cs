using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CcsBridge.Benchmarks.Reports;

/// <summary>What was measured: rows for people, numbers for programs.</summary>
internal sealed class Report(string title)
{
    private static readonly Row Head = new("", "connector", "relay", "result", "spread", "target");

    private readonly List<Row> _rows = [];
    private readonly List<string> _notes = [];
    private readonly List<(string Name, double Value)> _numbers = [];

    private sealed record Row(string What, string Connector, string Relay, string Result, string Spread, string Target)
    {
        public IReadOnlyList<string> Cells => [What, Connector, Relay, Result, Spread, Target];
    }

    /// <summary>One measurement; <paramref name="format"/> is for the result and its spread.</summary>
    /// <param name="name">Its name in the JSON; the spread has <c>_min</c> and <c>_max</c>.</param>
    /// <param name="what">Its name in the table.</param>
    /// <param name="result">What it came to.</param>
    /// <param name="format">As <c>0.00</c>.</param>
    /// <param name="sides">The connector's and the relay's own numbers, where there are such.</param>
    /// <param name="target">What is wanted, and whether that was met; null: nothing is.</param>
    public void Add(
        string name, string what, Spread result, string format, (double Connector, double Relay)? sides = null, (string Wanted, bool Met)? target = null)
    {
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        _rows.Add(new Row(
            what,
            sides is var (connector, _) ? Side(connector) : "",
            sides is var (_, relay) ? Side(relay) : "",
            Text(result.Median),
            result.Least < result.Most ? $"{Text(result.Least)} to {Text(result.Most)}" : "",
            target is var (wanted, met) ? $"{wanted} {(met ? "met" : "MISSED")}" : ""));
        _numbers.Add((name, result.Median));
        if (result.Least < result.Most)
            _numbers.AddRange([($"{name}_min", result.Least), ($"{name}_max", result.Most)]);
        if (sides is var (ours, yardstick))
            _numbers.AddRange([($"{name}_connector", ours), ($"{name}_relay", yardstick)]);
    }

    /// <summary>A sentence below the table.</summary>
    public void Note(string text) => _notes.Add(text);

    public void Print(TextWriter to, bool json)
    {
        to.WriteLine(title);
        to.WriteLine();
        var rows = _rows.Prepend(Head).ToList();
        var widths = Enumerable.Range(0, Head.Cells.Count).Select(i => rows.Max(row => row.Cells[i].Length)).ToList();
        foreach (var row in rows)
            to.WriteLine("  " + string.Join("  ", row.Cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());
        to.WriteLine();
        foreach (var note in _notes)
            to.WriteLine($"  {note}");
        if (json)
            to.WriteLine(Json());
    }

    private static string Side(double value) => value.ToString(value < 100 ? "0.00" : "#,0", CultureInfo.InvariantCulture);

    private string Json()
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in _numbers)
                writer.WriteNumber(name, Math.Round(value, 4));
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }
}
