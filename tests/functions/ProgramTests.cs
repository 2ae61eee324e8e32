using System.Net;
using CcsBridge.Functions;
using CcsBridge.Local.Processes;

namespace CcsBridge.Tests.Functions;

/// <summary>The program itself, as the host or a person starts it.</summary>
public sealed class ProgramTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Help_names_every_setting()
    {
        var (code, said) = await RunAsync(["--help"], []);
        Assert.Equal(0, code);
        string[] settings =
            [SettingsReader.PortName, "ServiceBus", "Tables__ConnectionString", "Senders", "Registrations__AllowUnverified"];
        Assert.All(settings, name => Assert.Contains(name, said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Started_by_hand_it_says_who_starts_it()
    {
        var (code, said) = await RunAsync([], []);
        Assert.Equal(64, code);
        Assert.Contains("started by the Functions host", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_settings_stop_the_start_with_a_sentence_each()
    {
        var (code, said) = await RunAsync([], new() { [SettingsReader.PortName] = "7071" });
        Assert.Equal((78, 3), (code, said.Split('\n').Length));
    }

    [Fact]
    public async Task It_answers_the_host_and_ends_cleanly_when_it_is_asked_to()
    {
        var port = FreePort.Next();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var program = FunctionsProgram.Child([], new()
        {
            [SettingsReader.PortName] = $"{port}",
            ["ServiceBus"] = "Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=k;SharedAccessKey=a2V5;UseDevelopmentEmulator=true",
            ["Tables__ConnectionString"] = HostedApp.NoStorage,
            ["Senders"] = Events.First,
        });
        await using var child = ChildProcess.Start(program, line =>
        {
            if (line.Text.Contains("Started for 1 sender", StringComparison.Ordinal))
                started.TrySetResult();
        }, TimeProvider.System);
        await Task.WhenAny(started.Task, child.Exited).WaitAsync(Patience, Cancel);

        using var http = new HttpClient();
        using var answer = await http.GetAsync($"http://127.0.0.1:{port}/", Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(0, await child.StopAsync(Patience, Cancel));
    }

    private static async Task<(int Code, string Said)> RunAsync(string[] arguments, Dictionary<string, string?> environment)
    {
        await using var child = ChildProcess.Start(FunctionsProgram.Child(arguments, environment), onLine: null, TimeProvider.System);
        var code = await child.Exited.WaitAsync(Patience, Cancel);
        return (code, string.Join('\n', child.LastLines.Take(100).Select(line => line.Text)));
    }
}
