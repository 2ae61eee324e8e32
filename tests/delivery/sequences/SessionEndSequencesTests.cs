namespace CcsBridge.Tests.Delivery.Sequences;

/// <summary>
/// The shortest sequences that broke an earlier text of the delivery rules, three of them here: a stanza ends sessions or the process, or an
/// endpoint drops them for whatever it is sent. The bounds are those that the rules held in a model of them.
/// </summary>
public sealed class SessionEndSequencesTests
{
    private const string Poison = "poison";

    private readonly Random _chance = new(7);

    [Theory]
    [InlineData(1, 27)]
    [InlineData(4, 42)]
    public void V3_A_poison_stanza_under_load_ends_few_sessions_and_its_neighbours_are_sent_few_times(int connections, int mostEnds)
    {
        var outside = new Outside(window: 16, connections, seed: 1);
        outside.Endpoint = send => send.MessageId == Poison
            ? new Fate.EndsTheSession(TimeSpan.FromSeconds(20 * _chance.NextDouble()))
            : Fate.Accepted(10 + 18 * _chance.NextDouble());
        PlayUnderLoad(outside, load: 32 * connections, () => outside.Account.SessionEnds > mostEnds);

        Assert.InRange(outside.Account.SessionEnds, 20, mostEnds);
        Assert.InRange(outside.Account.MostSendsBut(Poison), 1, 8);
    }

    [Fact]
    public void V4_A_stanza_that_kills_the_process_is_sent_22_times_at_most_and_told()
    {
        var outside = new Outside(window: 16, connections: 1, seed: 1);
        outside.Endpoint = send => send.MessageId == Poison
            ? new Fate.KillsTheProcess(TimeSpan.FromSeconds(0.2))
            : Fate.Accepted(10 + 18 * _chance.NextDouble());
        PlayUnderLoad(outside, load: 40, () => outside.Account.SendsOf(Poison) > 22);

        Assert.InRange(outside.Account.SendsOf(Poison), 3, 22);
        Assert.InRange(outside.Queue.MostLapses, 1, 11);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void V8_An_endpoint_that_drops_at_the_first_stanza_for_two_hours_kills_no_innocents(int seed)
    {
        string[] innocents = ["a", "b", "c"];
        var outside = new Outside(window: 16, connections: 1, seed);
        outside.Endpoint = _ => outside.Passed < TimeSpan.FromMinutes(120) ? new Fate.EndsTheSession(TimeSpan.FromSeconds(0.1)) : Fate.Accepted(0.1);
        foreach (var innocent in innocents)
            outside.Put(innocent);
        outside.Start();

        Assert.True(outside.PlayUntil(() => outside.IsSettled, TimeSpan.FromHours(6)), "not settled");
        Assert.Empty(outside.Account.DeadLettered);
        Assert.Equal(innocents, outside.Account.Told.Keys.Order());
        Assert.All(outside.Account.Told.Values, told => Assert.Equal(["accepted"], told));
        Assert.InRange(outside.Account.SessionEnds, 3 * 10, 3 * 19);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    // The poison comes after a window of others; more of them come for as long as it lives, or until it is too much.
    private static void PlayUnderLoad(Outside outside, int load, Func<bool> tooMuch)
    {
        var innocents = 0;
        while (innocents < 15)
            outside.Put($"m-{innocents++}");
        outside.Put(Poison);
        outside.Start();
        var over = outside.PlayUntil(
            () =>
            {
                while (outside.Queue.Count < load && !outside.Account.DeadLettered.ContainsKey(Poison))
                    outside.Put($"m-{innocents++}");
                return outside.IsSettled || tooMuch();
            },
            TimeSpan.FromHours(6));

        Assert.True(over && !tooMuch(), $"not settled, or too much: {outside.Account.SessionEnds} ends, {outside.Account.Crashes} crashes, {outside.Account.SendsOf(Poison)} sends");
        Assert.Equal((Poison, "EndsTheSession"), outside.Account.DeadLettered.Select(dead => (dead.Key, dead.Value)).Single());
        Assert.Equal(["rejected"], outside.Account.Told[Poison]);
        Assert.Equal(innocents + 1, outside.Account.Told.Count);
        Assert.All(outside.Account.Told.Where(told => told.Key != Poison), told => Assert.Equal(["accepted"], told.Value));
        Assert.Empty(outside.Account.Faults.Concat(outside.Queue.Faults));
    }
}
