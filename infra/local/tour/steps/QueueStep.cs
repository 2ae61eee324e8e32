using System.Diagnostics;
using CcsBridge.Contracts;
using CcsBridge.Local.Broker;
using Entities = CcsBridge.Contracts.Entities;

namespace CcsBridge.Local.Tours;

/// <summary>Down from the queue, and everything that is told of it.</summary>
internal static class QueueStep
{
    public static readonly TourStep Step = new("An app puts a message on the queue with plain AMQP.", "connector", WalkAsync);

    private static async Task WalkAsync(TourStage stage, Action<string> see, CancellationToken cancel)
    {
        var token = await stage.Phones.InstallAsync("anna", cancel);
        var began = Stopwatch.GetTimestamp();
        await stage.Bus.SendAsync(
            Entities.Downstream, "tour-1", $$$"""{"to":"{{{token}}}","data":{"text":"from the queue"},"delivery_receipt_requested":true}""", cancel);
        see("queue downstream holds {to: anna's token, data: {text: from the queue}, delivery_receipt_requested: true}, id tour-1");
        await stage.Phones.FirstAsync("anna", "text", "from the queue", cancel);
        see($"the phone has it {TourStage.Since(began)} later");

        var accepted = await stage.Outcomes.FirstAsync(seen => seen.Member("message_id") == "tour-1", cancel);
        StepFailedException.Unless(accepted.Type == EventType.Accepted.Name, "connector", $"the outcome is {accepted.Type}: {accepted.Member("error_description")}");
        see($"checked: topic outcomes has {accepted.Type}, attempts {accepted.Member("attempts")}");
        var receipt = await stage.Upstream.FirstAsync(seen => seen.Type == EventType.Receipt.Name && seen.Member("message_id") == "tour-1", cancel);
        see($"checked: topic upstream has {receipt.Type}, status {receipt.Member("status")}");
        var settled = await stage.Environment.Broker.Happenings.FirstAsync<Happening.Settled>(Entities.Downstream, "tour-1", cancel);
        StepFailedException.Unless(settled.How is Settlement.Complete, "connector", $"the message was settled as {settled.How}");
        see("checked: the message is off the queue, completed after its event was confirmed");
    }
}
