namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>Waits between tries, doubling from the first to the longest; from the start again once a try has held for a minute.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private static readonly TimeSpan Lived = TimeSpan.FromMinutes(1);

    private TimeSpan? _next;

    /// <summary>The wait before the next try, after one that held for so long.</summary>
    public TimeSpan Next(TimeSpan ranFor)
    {
        var wait = ranFor < Lived && _next is { } next ? next : first;
        _next = wait * 2 < longest ? wait * 2 : longest;
        return wait;
    }
}
