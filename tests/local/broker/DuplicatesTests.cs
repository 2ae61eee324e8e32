using CcsBridge.Local.Broker;
using static CcsBridge.Tests.Local.Broker.EngineBench;

namespace CcsBridge.Tests.Local.Broker;

public sealed class DuplicatesTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly EngineBench _bench = new(window: Window);

    [Fact]
    public void A_repeat_within_the_window_is_confirmed_and_dropped_even_after_the_first_is_gone()
    {
        _bench.Send("q", Message());
        _bench.Settle(_bench.ReceiveOne("q"), Complete);
        _bench.Now += Window - TimeSpan.FromTicks(1);
        var effects = _bench.Send("q", Message());
        Assert.Equal([new Happening.Folded("q", "m")], Happenings(effects));
        Assert.IsType<BrokerEffect.Confirmed>(effects[^1]);
        Assert.Empty(_bench.Receive("q").Got);
    }

    [Fact]
    public void After_the_window_the_same_id_is_a_new_message()
    {
        _bench.Send("q", Message());
        _bench.Now += Window;
        _bench.Send("q", Message());
        Assert.Equal(2, _bench.Receive("q").Got.Count);
    }

    [Fact]
    public void A_message_without_an_id_gets_one_of_its_own_and_is_nobodys_repeat()
    {
        _bench.Send("q", Message(null), Message(null));
        var ids = _bench.Receive("q").Got.Select(d => d.Message.MessageId).ToList();
        Assert.Equal(2, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
    }
}
