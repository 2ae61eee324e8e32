using System.Diagnostics;

namespace CcsBridge.Benchmarks.Network;

/// <summary>How long a chunk is to be kept, and how long chunks were kept. Thread-safe.</summary>
internal sealed class InjectedDelay
{
    private readonly Lock _gate = new();
    private long _oneWay;
    private TimeSpan _kept;
    private long _chunks;

    public TimeSpan OneWay
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _oneWay));
        set => Volatile.Write(ref _oneWay, value.Ticks);
    }

    public void Kept(long since)
    {
        lock (_gate)
        {
            _kept += Stopwatch.GetElapsedTime(since);
            _chunks++;
        }
    }

    /// <summary>The mean of what was kept since the last call; what was asked for if there was none.</summary>
    public TimeSpan TakeMean()
    {
        lock (_gate)
        {
            var mean = _chunks == 0 ? OneWay : _kept / _chunks;
            (_kept, _chunks) = (TimeSpan.Zero, 0);
            return mean;
        }
    }
}
