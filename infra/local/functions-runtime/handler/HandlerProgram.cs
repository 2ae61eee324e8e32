using CcsBridge.Local.Processes;

namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>Starts the app's handler process as the Functions host does, once, on a port picked for it.</summary>
internal sealed class HandlerProgram(
    FunctionApp app, AppSettings settings, HandlerCalls calls, Action<OutputLine> onLine, TimeProvider time)
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    public async Task<HandlerStart> StartAsync(CancellationToken cancel)
    {
        var port = FreePort.Next();
        var address = new Uri($"http://127.0.0.1:{port}/");
        ChildProcess process;
        try
        {
            process = ChildProcess.Start(Program(port), onLine, time);
        }
        catch (CannotStartException e)
        {
            return new HandlerStart.NotReady(e.Message);
        }

        var ready = false;
        try
        {
            ready = await IsReadyAsync(process, address, cancel);
            return ready ? new HandlerStart.Ready(process, address) : new HandlerStart.NotReady(await ReasonAsync(process));
        }
        finally
        {
            if (!ready)
                await process.DisposeAsync();
        }
    }

    /// <summary>Ready = any HTTP answer at all to <c>GET /</c>. There is no signal for it, so it is asked again and again.</summary>
    private async Task<bool> IsReadyAsync(ChildProcess process, Uri address, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        while (!process.Exited.IsCompleted && time.GetElapsedTime(started) < ReadyWithin)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(ReadyWithin);
            if (await calls.AnswersAsync(address, limit.Token))
                return !process.Exited.IsCompleted;
            await Task.WhenAny(process.Exited, Task.Delay(LookAgain, time, cancel));
            cancel.ThrowIfCancellationRequested();
        }

        return false;
    }

    private static async Task<string> ReasonAsync(ChildProcess process)
    {
        var what = process.Exited.IsCompleted
            ? $"it ended at its start (exit code {await process.Exited})"
            : $"it did not answer GET / within {ReadyWithin.TotalSeconds} s";
        var lines = process.LastLines.Take(20);
        return lines.Count == 0 ? what : $"{what}. Its last lines:\n" + string.Join('\n', lines.Select(line => "  " + line.Text));
    }

    private ChildProgram Program(int port)
    {
        var handler = app.Host.Handler;
        var folder = Path.Combine(app.Folder, handler.WorkingFolder);
        var file = Path.Combine(folder, handler.Executable);
        var environment = settings.Values.ToDictionary(setting => setting.Key, string? (setting) => setting.Value);
        var worker = Guid.NewGuid().ToString();
        environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = environment["FUNCTIONS_HTTPWORKER_PORT"] = $"{port}";
        environment["FUNCTIONS_CUSTOMHANDLER_WORKER_ID"] = environment["FUNCTIONS_HTTPWORKER_ID"] = worker;
        environment["FUNCTIONS_APP_ROOT_PATH"] = app.Folder;
        return new ChildProgram("The functions' handler", File.Exists(file) ? file : handler.Executable, folder)
        {
            Arguments = handler.Arguments,
            Environment = environment,
        };
    }
}
