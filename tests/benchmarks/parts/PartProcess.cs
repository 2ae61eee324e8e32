using CcsBridge.Local.Broker;

namespace CcsBridge.Benchmarks.Parts;

/// <summary>The parts that the benchmark starts as processes of their own from its own binary. They run until they are ended.</summary>
internal static class PartProcess
{
    /// <summary>What the broker prints before its connection string.</summary>
    public const string BrokerSays = "broker: ";

    /// <summary>Events are read by nobody here: they must not fill the broker.</summary>
    private static readonly TimeSpan EventsLive = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(string part, string[] words)
    {
        await (part switch
        {
            "broker" => BrokerAsync(words),
            "relay" => RelayPart.RunAsync(words),
            "connector" => HostedConnector.RunAsync(),
            _ => throw new ArgumentException($"no part is named {part}", nameof(part)),
        });
        return 0;
    }

    private static async Task BrokerAsync(string[] furtherQueues)
    {
        var topology = Topology.Load();
        var benched = topology with
        {
            Topics = [.. topology.Topics.Select(topic => topic with
            {
                TimeToLive = EventsLive,
                Subscriptions = [.. topic.Subscriptions.Select(s => s with { Delivery = s.Delivery with { DeadLetterOnExpiration = false } })],
            })],
        };
        await using var broker = LocalBroker.Start(new BrokerOptions { Topology = benched.WithQueuesLike("downstream", furtherQueues) });
        Console.WriteLine($"{BrokerSays}{broker.ConnectionString}");
        await Task.Delay(Timeout.Infinite);
    }
}
