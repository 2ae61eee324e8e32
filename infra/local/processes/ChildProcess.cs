using System.ComponentModel;
using System.Diagnostics;

namespace CcsBridge.Local.Processes;

/// <summary>
/// A program that runs as our child. Its output is read to the end, line by line; its end is a task. It is ended by its own id only:
/// asked first (<see cref="StopAsync"/>), or at once (<see cref="Kill"/>). Disposing kills what still runs.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan LastOutput = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly TimeProvider _time;

    private ChildProcess(ChildProgram program, Process process, TimeProvider time) =>
        (Program, _process, _time, Id) = (program, process, time, process.Id);

    public ChildProgram Program { get; }

    public int Id { get; }

    public LastLines LastLines { get; } = new();

    /// <summary>Its exit code, once it has ended and its output was read. A child ended by signal n has 128 + n.</summary>
    public Task<int> Exited { get; private set; } = Task.FromResult(0);

    /// <summary>Starts it. <paramref name="onLine"/> gets each line, from two threads (stdout, stderr), and must not block.</summary>
    /// <exception cref="CannotStartException">The program is not there or may not be run.</exception>
    public static ChildProcess Start(ChildProgram program, Action<OutputLine>? onLine, TimeProvider time)
    {
        var process = new Process { StartInfo = StartInfo(program) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            process.Dispose();
            throw new CannotStartException($"{program.Name} cannot be started: {program.Path} in {program.WorkingFolder}: {e.Message}.", e);
        }

        // A child that asks for input gets the end of it, not our terminal.
        process.StandardInput.Close();
        var child = new ChildProcess(program, process, time);
        child.Exited = child.EndAsync(onLine);
        return child;
    }

    /// <summary>Asks it to end (SIGTERM; on Windows its window is closed), and kills it and its children once the grace is over.</summary>
    public async Task<int> StopAsync(TimeSpan grace, CancellationToken cancel)
    {
        if (!Exited.IsCompleted)
            Ask();
        try
        {
            return await Exited.WaitAsync(grace, _time, cancel);
        }
        catch (TimeoutException)
        {
            Kill();
            return await Exited.WaitAsync(cancel);
        }
    }

    /// <summary>Ends it and its children at once (SIGKILL).</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    public async ValueTask DisposeAsync()
    {
        if (!Exited.IsCompleted)
            Kill();
        await Exited;
        _process.Dispose();
    }

    private void Ask()
    {
        if (!OperatingSystem.IsWindows())
            UnixSignal.Terminate(Id);
        else if (!_process.CloseMainWindow())
            Kill();
    }

    private async Task<int> EndAsync(Action<OutputLine>? onLine)
    {
        Task Read(StreamReader output, bool isError) => new LineCutter(text =>
        {
            var line = new OutputLine(text, isError);
            LastLines.Add(line);
            onLine?.Invoke(line);
        }).CutAsync(output);

        var read = Task.WhenAll(Read(_process.StandardOutput, isError: false), Read(_process.StandardError, isError: true));
        await _process.WaitForExitAsync();

        // A grandchild that outlives it may hold the pipes open for ever.
        await Task.WhenAny(read, Task.Delay(LastOutput, _time));
        if (!read.IsCompleted)
        {
            _process.StandardOutput.Close();
            _process.StandardError.Close();
        }

        await read;
        return _process.ExitCode;
    }

    private static ProcessStartInfo StartInfo(ChildProgram program)
    {
        var info = new ProcessStartInfo(program.Path, program.Arguments)
        {
            WorkingDirectory = program.WorkingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in program.Environment)
            info.Environment[name] = value;
        return info;
    }
}
