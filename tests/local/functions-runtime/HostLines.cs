using CcsBridge.Local.FunctionsRuntime;

namespace CcsBridge.Tests.Local.FunctionsRuntime;

/// <summary>What the runtime said, to be looked at or waited for.</summary>
internal sealed class HostLines
{
    private readonly List<HostLine> _lines = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Add(HostLine line)
    {
        lock (_lines)
        {
            _lines.Add(line);
            _more.SetResult();
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async Task<HostLine> FirstAsync(Func<HostLine, bool> match)
    {
        while (true)
        {
            Task more;
            lock (_lines)
            {
                if (_lines.Find(line => match(line)) is { } found)
                    return found;
                more = _more.Task;
            }

            await more.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    public bool Any(Func<HostLine, bool> match)
    {
        lock (_lines)
            return _lines.Any(match);
    }
}
