using System.Diagnostics;
using System.Globalization;

namespace CcsBridge.Benchmarks.Reports;

/// <summary>Says what is being done and how long it has gone on; on standard error, so that the table is alone on standard output.</summary>
internal sealed class Progress(TextWriter to)
{
    private readonly long _began = Stopwatch.GetTimestamp();

    public void Say(string what) =>
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(_began).TotalSeconds,4:0} s  {what}"));
}
