using System.Diagnostics;

namespace CcsBridge.Local.Tours;

/// <summary>Upstream, through a function, and down again.</summary>
internal static class EchoStep
{
    public static readonly TourStep Step = new("It sends an echo, and the reply comes down.", "functions", WalkAsync);

    private static async Task WalkAsync(TourStage stage, Action<string> see, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        await stage.Phones.SendAsync("anna", new Dictionary<string, string> { ["action"] = "echo", ["text"] = "is anybody there?" }, cancel);
        see("anna's phone says {action: echo, text: is anybody there?}");
        var reply = await stage.Phones.FirstAsync("anna", "text", "is anybody there?", cancel);
        see($"checked: her inbox has message {reply.GetProperty("message_id").GetString()} {TourStage.Since(began)} later, action {reply.GetProperty("data").GetProperty("action").GetString()}");
        StepFailedException.Unless(reply.GetProperty("data").GetProperty("action").GetString() == "echo.reply", "functions", "the action is not echo.reply");
    }
}
