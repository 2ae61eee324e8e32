using System.Diagnostics;

namespace CcsBridge.Local.Tours;

/// <summary>Down by account, over HTTP.</summary>
internal static class AccountStep
{
    public static readonly TourStep Step = new("A back end sends to an account over HTTP.", "functions", WalkAsync);

    private static async Task WalkAsync(TourStage stage, Action<string> see, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var (status, body) = await stage.PostAsync("api/messages", """{"account":"anna","data":{"text":"to the account"}}""", cancel);
        see($"POST /api/messages {{account: anna, data: ...}} answers {status} {body}");
        StepFailedException.Unless(status == 202, "functions", $"POST /api/messages answered {status}, not 202");
        await stage.Phones.FirstAsync("anna", "text", "to the account", cancel);
        see($"checked: her inbox has it {TourStage.Since(began)} after the request");
    }
}
