using CcsBridge.Contracts;

namespace CcsBridge.Local.Tours;

/// <summary>A device that is gone.</summary>
internal static class UninstalledStep
{
    public static readonly TourStep Step = new("A phone is uninstalled, and a message to it cleans up.", "functions", WalkAsync);

    private static async Task WalkAsync(TourStage stage, Action<string> see, CancellationToken cancel)
    {
        var token = await stage.Phones.InstallAsync("carl", cancel);
        var id = await stage.Phones.SendAsync("carl", new Dictionary<string, string> { ["action"] = "register", ["account"] = "carl" }, cancel);
        var told = await stage.Upstream.FirstAsync(seen => seen.Member("from") == token && seen.Member("message_id") == id, cancel);
        await stage.Environment.Functions.Invocations.FirstAsync(call => call.Function == "UpstreamMessage" && call.MessageId == told.Id, cancel);
        StepFailedException.Unless(await stage.RowAsync(told.Member("category")!, token, cancel) is not null, "functions", "carl's registration is not in the table");
        see("carl's phone has registered; its row is in the table");

        await stage.Phones.UninstallAsync("carl", cancel);
        await stage.Bus.SendAsync(Entities.Downstream, "tour-3", $$$"""{"to":"{{{token}}}","data":{"text":"too late"}}""", cancel);
        see("the app is uninstalled, and queue downstream holds a message to its token, id tour-3");
        var rejected = await stage.Outcomes.FirstAsync(seen => seen.Member("message_id") == "tour-3", cancel);
        StepFailedException.Unless(rejected.Member("error") == "DEVICE_UNREGISTERED", "connector", $"the outcome is {rejected.Type} {rejected.Member("error")}");
        see($"checked: topic outcomes has {rejected.Type}, {rejected.Member("error")}");

        await stage.Environment.Functions.Invocations.FirstAsync(call => call.Function == "DeliveryOutcome" && call.MessageId == rejected.Id, cancel);
        StepFailedException.Unless(await stage.RowAsync(told.Member("category")!, token, cancel) is null, "functions", "carl's registration is still in the table");
        see("checked: the row is gone from table registrations");
    }
}
