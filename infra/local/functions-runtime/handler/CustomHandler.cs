using CcsBridge.Local.Processes;

namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>The handler process, kept running: when it dies it is started again, on another port.</summary>
internal sealed class CustomHandler : IAsyncDisposable
{
    private const int FirstStarts = 3;
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(10);

    private readonly HandlerProgram _program;
    private readonly Action<string> _say;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Backoff _backoff = new(first: TimeSpan.FromMilliseconds(200), longest: TimeSpan.FromSeconds(30));
    private volatile TaskCompletionSource<HandlerStart.Ready> _ready = New();
    private Task _supervision = Task.CompletedTask;

    private CustomHandler(HandlerProgram program, Action<string> say, TimeProvider time) =>
        (_program, _say, _time) = (program, say, time);

    /// <exception cref="CannotStartException">It did not start; its last lines are in the message.</exception>
    public static async Task<CustomHandler> StartAsync(
        HandlerProgram program, Action<string> say, TimeProvider time, CancellationToken cancel)
    {
        // More than one try: its port may have been taken between our look and its own.
        for (var attempt = 1; ; attempt++)
        {
            var start = await program.StartAsync(cancel);
            if (start is HandlerStart.Ready ready)
            {
                var handler = new CustomHandler(program, say, time);
                handler._ready.SetResult(ready);
                handler._supervision = handler.SuperviseAsync(ready.Process);
                return handler;
            }

            if (attempt == FirstStarts)
                throw new CannotStartException($"The functions' handler does not start: {((HandlerStart.NotReady)start).Reason}");
        }
    }

    /// <summary>The process that answers, and where; waits while there is none.</summary>
    public Task<HandlerStart.Ready> ReadyAsync(CancellationToken cancel) => _ready.Task.WaitAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _supervision;
        _stop.Dispose();
    }

    private static TaskCompletionSource<HandlerStart.Ready> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task SuperviseAsync(ChildProcess process)
    {
        var stopping = Task.Delay(Timeout.InfiniteTimeSpan, _time, _stop.Token);
        while (true)
        {
            var started = _time.GetTimestamp();
            await Task.WhenAny(process.Exited, stopping);
            if (_stop.IsCancellationRequested)
                break;
            _ready = New();
            _say($"the handler process ended (exit code {await process.Exited}); starting it again");
            await process.DisposeAsync();
            if (await RestartAsync(_time.GetElapsedTime(started)) is not { } ready)
                break;
            process = ready.Process;
            _ready.SetResult(ready);
        }

        _ready.TrySetCanceled(_stop.Token);
        await process.StopAsync(StopWithin, CancellationToken.None);
        await process.DisposeAsync();
    }

    /// <summary>Null: stopped meanwhile.</summary>
    private async Task<HandlerStart.Ready?> RestartAsync(TimeSpan ranFor)
    {
        try
        {
            for (; ; ranFor = TimeSpan.Zero)
            {
                await Task.Delay(_backoff.Next(ranFor), _time, _stop.Token);
                switch (await _program.StartAsync(_stop.Token))
                {
                    case HandlerStart.Ready ready:
                        _say("the handler process is ready again");
                        return ready;
                    case HandlerStart.NotReady notReady:
                        _say($"the handler process does not start: {notReady.Reason}");
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
