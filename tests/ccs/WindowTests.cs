using CcsBridge.Ccs;
using FsCheck;
using FsCheck.Xunit;

namespace CcsBridge.Tests.Ccs;

public sealed class WindowTests
{
    [Property]
    public void Whatever_happens_the_slots_stay_between_none_and_the_limit(PositiveInt limit, byte[] steps)
    {
        var window = new Window(limit.Get);
        var sent = 0;
        foreach (var step in steps)
        {
            if (step % 4 == 0)
                window.Answer($"m-{step}");
            else if (step % 4 == 1 && window.Oldest is not null)
                window.GiveUpOldest();
            else if (window.Room > 0)
                window.Take(Slot($"m-{sent++}"));

            Assert.InRange(window.Size, 1, limit.Get);
            Assert.InRange(window.Room, 0, window.Size);
            Assert.Equal(window.Size, window.Taken + window.Room);
            Assert.InRange(window.TimedOut, 0, window.Taken);
        }
    }

    [Fact]
    public void It_starts_with_one_slot_and_doubles_with_each_answer_up_to_the_limit()
    {
        var window = new Window(5);
        var sizes = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            sizes.Add(window.Size);
            window.Take(Slot($"m-{i}"));
            window.Answer($"m-{i}");
        }

        Assert.Equal([1, 2, 4, 5], sizes);
    }

    [Fact]
    public void A_timed_out_slot_stays_taken_until_its_late_answer_which_widens_nothing()
    {
        var window = new Window(8);
        window.Take(Slot("m-1"));
        Assert.Equal("m-1", window.GiveUpOldest().MessageId);
        Assert.Equal((0, 1), (window.Room, window.TimedOut));
        Assert.Equal(AnswerTiming.Late, window.Answer("m-1"));
        Assert.Equal((1, 0, 1), (window.Room, window.TimedOut, window.Size));
        Assert.Equal(AnswerTiming.NotInFlight, window.Answer("m-1"));
    }

    [Fact]
    public void Taking_without_room_or_twice_by_one_id_is_a_bug()
    {
        var window = new Window(2);
        window.Take(Slot("m-1"));
        Assert.Throws<InvalidOperationException>(() => window.Take(Slot("m-2")));
        window.Answer("m-1");
        window.Take(Slot("m-2"));
        Assert.Throws<InvalidOperationException>(() => window.Take(Slot("m-2")));
    }

    private static Slot Slot(string id) => new(id, DateTimeOffset.UnixEpoch, 0);
}
