using CcsBridge.Assumptions;
using CcsBridge.Local;
using CcsBridge.Local.Broker;
using CcsBridge.ServiceBus;
using CcsBridge.Tests.House;
using TheBroker = CcsBridge.Local.Broker.LocalBroker;

namespace CcsBridge.Tests.Bridges;

/// <summary>
/// What is believed of Azure, tried on the local broker: where the two differ, every other test here is worth less. Time that a case
/// lets pass is pushed, so that the slow ones run as well.
/// </summary>
public sealed class AssumptionsTests
{
    private static readonly Topology Azure = Topology.Load();

    public static TheoryData<string> Names => [.. Assumption.All.Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_local_broker_does_as_is_believed_of_Azure(string name)
    {
        var output = await TryAsync(name, Azure, TestContext.Current.CancellationToken);

        Assert.Equal([$"{name}: holds", "1 hold, 0 do not", "exit code 0", "left behind: 0"], output);
    }

    [Fact]
    public async Task What_does_not_hold_is_told_with_what_was_seen_and_leaves_nothing_behind()
    {
        var forgetful = Azure with { Queues = [.. Azure.Queues.Select(queue => queue with { DuplicateWindow = null })] };

        var output = await TryAsync("duplicate-dropped", forgetful, TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                "duplicate-dropped: does not hold: the same id while the first was queued: 'twice' came where 'next' was to come",
                "0 hold, 1 do not",
                "exit code 1",
                "left behind: 0",
            ],
            output);
    }

    [Fact]
    public void The_document_has_a_row_for_each_case_and_names_no_other()
    {
        var named = File.ReadLines(Repository.Path("docs", "assumptions.md"))
            .Where(line => line.StartsWith('|'))
            .Select(line => line.Split('|')[^2].Trim())
            .Where(check => check.StartsWith('`'))
            .SelectMany(check => check.Split(", ").Select(name => name.Trim('`')));

        Assert.Equal(Assumption.All.Select(each => each.Name).Order(), named.Distinct().Order());
    }

    private static async Task<string[]> TryAsync(string name, Topology topology, CancellationToken cancel)
    {
        var time = new OffsetTimeProvider(TimeProvider.System);
        await using var broker = TheBroker.Start(new BrokerOptions { Time = time, Topology = topology });
        var surroundings = new Surroundings(
            ServiceBusConnectionString.Parse(broker.ConnectionString), time, (by, _) => Push(time, by), Patience: TimeSpan.FromSeconds(10));
        using var output = new StringWriter();
        var exitCode = await new Trials(surroundings, output).RunAsync([.. Assumption.All.Where(each => each.Name == name)], cancel);

        // The last settlements are not awaited by the client; the lock's end would show one that never came.
        time.Push(TimeSpan.FromMinutes(10));
        string[] used = ["downstream", "downstream/$DeadLetterQueue", "upstream/Subscriptions/processing", "upstream/Subscriptions/receipts"];
        var left = used.Sum(entity => broker.Count(entity) is { } count ? count.Available + count.Locked + count.Scheduled : 1);
        var lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        return [.. lines, $"exit code {exitCode}", $"left behind: {left}"];
    }

    private static Task Push(OffsetTimeProvider time, TimeSpan by)
    {
        time.Push(by);
        return Task.CompletedTask;
    }
}
