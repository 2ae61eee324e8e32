using CcsBridge.Local.Processes;

namespace CcsBridge.Tests.Local.Processes;

public sealed class ChildProcessTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Its_lines_and_its_exit_code_come_back()
    {
        await using var child = Shell("echo one; echo two >&2; exit 3");

        Assert.Equal(3, await child.Exited.WaitAsync(Guard, Cancel));
        Assert.Contains(new OutputLine("one", IsError: false), child.LastLines.Take());
        Assert.Contains(new OutputLine("two", IsError: true), child.LastLines.Take());
    }

    [Fact]
    public async Task It_gets_its_variables_and_its_working_folder()
    {
        await using var child = ChildProcess.Start(
            new ChildProgram("a shell", "/bin/sh", "/usr")
            {
                Arguments = ["-c", "echo $COLOUR; pwd"],
                Environment = new Dictionary<string, string?> { ["COLOUR"] = "green" },
            }, onLine: null, TimeProvider.System);

        await child.Exited.WaitAsync(Guard, Cancel);

        Assert.Equal(["green", "/usr"], child.LastLines.Take().Select(line => line.Text));
    }

    [Fact]
    public async Task Stopped_it_is_asked_first_and_may_clean_up()
    {
        await using var child = await ReadyShell("trap 'echo cleaned; exit 7' TERM; echo ready; while :; do sleep 0.05; done");

        Assert.Equal(7, await child.StopAsync(Guard, Cancel));
        Assert.Equal("cleaned", child.LastLines.Take(1)[0].Text);
    }

    [Fact]
    public async Task One_that_does_not_listen_is_killed_after_its_grace()
    {
        await using var child = await ReadyShell("trap '' TERM; echo ready; while :; do sleep 0.05; done");

        Assert.Equal(128 + 9, await child.StopAsync(TimeSpan.FromMilliseconds(100), Cancel));
    }

    [Fact]
    public async Task A_kill_takes_its_children_along()
    {
        await using var child = await ReadyShell("sleep 600 & echo $!; echo ready; wait");
        var grandchild = int.Parse(child.LastLines.Take()[0].Text, System.Globalization.CultureInfo.InvariantCulture);

        child.Kill();

        Assert.Equal(128 + 9, await child.Exited.WaitAsync(Guard, Cancel));
        Assert.True(HasEnded(grandchild), $"process {grandchild} still runs");
    }

    [Fact]
    public async Task A_grandchild_that_keeps_the_output_open_does_not_hide_its_end()
    {
        await using var child = Shell("sleep 600 & echo $!");

        Assert.Equal(0, await child.Exited.WaitAsync(Guard, Cancel));
        using var grandchild = System.Diagnostics.Process.GetProcessById(
            int.Parse(child.LastLines.Take()[0].Text, System.Globalization.CultureInfo.InvariantCulture));
        grandchild.Kill();
    }

    [Fact]
    public async Task Disposed_it_leaves_nothing_behind()
    {
        var child = await ReadyShell("trap '' TERM; echo ready; while :; do sleep 0.05; done");

        await child.DisposeAsync();

        Assert.True(HasEnded(child.Id));
    }

    [Fact]
    public async Task Only_the_last_200_lines_are_kept()
    {
        await using var child = Shell("i=0; while [ $i -lt 250 ]; do echo $i; i=$((i+1)); done");

        await child.Exited.WaitAsync(Guard, Cancel);

        var lines = child.LastLines.Take();
        Assert.Equal(200, lines.Count);
        Assert.Equal(("50", "249"), (lines[0].Text, lines[^1].Text));
    }

    [Fact]
    public void A_program_that_is_not_there_is_named()
    {
        var refusal = Assert.Throws<CannotStartException>(
            () => ChildProcess.Start(new ChildProgram("The part", "/nowhere/part", "/"), onLine: null, TimeProvider.System));

        Assert.StartsWith("The part cannot be started: /nowhere/part in /: ", refusal.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static ChildProcess Shell(string script, Action<OutputLine>? onLine = null) =>
        ChildProcess.Start(new ChildProgram("a shell", "/bin/sh", "/") { Arguments = ["-c", script] }, onLine, TimeProvider.System);

    private static async Task<ChildProcess> ReadyShell(string script)
    {
        var ready = new TaskCompletionSource();
        var child = Shell(script, line =>
        {
            if (line.Text == "ready")
                ready.TrySetResult();
        });
        await ready.Task.WaitAsync(Guard, Cancel);
        return child;
    }

    // A process that was killed may stay a zombie until its new parent has looked.
    private static bool HasEnded(int processId)
    {
        var status = $"/proc/{processId}/stat";
        return !File.Exists(status) || File.ReadAllText(status).Contains(") Z ", StringComparison.Ordinal);
    }
}
