using System.Diagnostics;
using CcsBridge.Contracts;

namespace CcsBridge.Local.Tours;

/// <summary>Upstream into the table.</summary>
internal static class RegisterStep
{
    public static readonly TourStep Step = new("A phone registers for an account.", "functions", WalkAsync);

    private static async Task WalkAsync(TourStage stage, Action<string> see, CancellationToken cancel)
    {
        var token = await stage.Phones.InstallAsync("anna", cancel);
        var began = Stopwatch.GetTimestamp();
        var id = await stage.Phones.SendAsync("anna", new Dictionary<string, string> { ["action"] = "register", ["account"] = "anna" }, cancel);
        see($"anna's phone says {{action: register, account: anna}} ({id})");

        var told = await stage.Upstream.FirstAsync(seen => seen.Member("from") == token && seen.Member("message_id") == id, cancel);
        see($"the topic has it {TourStage.Since(began)} later: {told.Type}, category {told.Member("category")}");
        StepFailedException.Unless(told.Properties.GetValueOrDefault("messageType") == "message", "connector", "the event's messageType is not message");
        await stage.Environment.Ccs.WhenAsync<Ccs.Endpoint.Happening.UpstreamAcked>(acked => acked.From == token && acked.MessageId == id, cancel);
        see($"the endpoint has the acknowledgement {TourStage.Since(began)} after the phone spoke, after the topic had the event");

        await stage.Environment.Functions.Invocations.FirstAsync(call => call.Function == "UpstreamMessage" && call.MessageId == told.Id, cancel);
        var row = await stage.RowAsync(told.Member("category")!, token, cancel);
        StepFailedException.Unless(row?.GetString("account") == "anna", "functions", $"table registrations has no row {Ids.Registration(told.Member("category")!, token)} with account anna");
        see($"checked: table registrations, partition {row!.PartitionKey}, row {row.RowKey[..12]}...: account {row.GetString("account")}, sender {row.GetString("sender")}");
    }
}
