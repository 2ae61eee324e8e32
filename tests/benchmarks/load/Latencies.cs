namespace CcsBridge.Benchmarks.Loads;

/// <summary>Milliseconds.</summary>
internal sealed record Latencies(double P50, double P99)
{
    public static Latencies Of(List<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToList();
        return new Latencies(sorted[sorted.Count / 2], sorted[(int)(sorted.Count * 0.99)]);
    }
}
