using CcsBridge.Ccs;

namespace CcsBridge.Tests.Ccs;

public sealed class RetirementTests
{
    private const string Draining = """{"message_type":"control","control_type":"CONNECTION_DRAINING"}""";

    private readonly Wire _wire = Wire.Bound();

    [Fact]
    public void Half_the_present_window_overdue_retires_the_session()
    {
        _wire.WarmUp(4);
        Assert.Equal([new SessionEffect.Unanswered("d-1")], IsSilentAbout("d-1"));
        Assert.Equal(
            [
                new SessionEffect.Unanswered("d-2"),
                new SessionEffect.Retire("2 of 4 slots wait for answers that are overdue"),
                new SessionEffect.Room(0),
            ],
            IsSilentAbout("d-2"));
        Assert.Throws<InvalidOperationException>(() => _wire.Submits("d-3"));
    }

    [Fact]
    public void The_only_slot_of_a_new_session_is_half_the_window() =>
        Assert.Equal(
            [new SessionEffect.Unanswered("d-1"), new SessionEffect.Retire("1 of 1 slots wait for answers that are overdue")],
            IsSilentAbout("d-1"));

    [Fact]
    public void A_session_that_is_to_be_replaced_takes_nothing_more_and_says_so_once()
    {
        var retired = _wire.Session.On(new SessionInput.Retire("wanted elsewhere"), _wire.Now);
        Assert.Equal([new SessionEffect.Retire("wanted elsewhere"), new SessionEffect.Room(0)], retired);
        Assert.Empty(_wire.Session.On(new SessionInput.Retire("wanted elsewhere"), _wire.Now));
        Assert.Empty(_wire.Hears(Wire.FromEndpoint(Draining)));
    }

    [Fact]
    public void A_late_answer_before_the_half_is_reached_averts_it()
    {
        _wire.WarmUp(4);
        IsSilentAbout("d-1");
        _wire.Hears(Wire.Ack("d-1"));
        Assert.Equal([new SessionEffect.Unanswered("d-2")], IsSilentAbout("d-2"));
    }

    [Fact]
    public void Once_retired_reading_answers_and_acknowledging_go_on_without_room()
    {
        _wire.WarmUp(4);
        IsSilentAbout("d-1", "d-2", "d-3");
        Assert.Equal([new SessionEffect.AnsweredLate("d-1")], _wire.Hears(Wire.Ack("d-1")));
        Assert.IsType<SessionEffect.Upstream>(
            Assert.Single(_wire.Hears(Wire.FromDevice("""{"category":"app","from":"dev-1","message_id":"m-1"}"""))));
        Assert.IsType<SessionEffect.Write>(Assert.Single(_wire.IsPublished("dev-1", "m-1")));
    }

    [Fact]
    public void It_is_said_once_and_makes_draining_no_news()
    {
        _wire.WarmUp(4);
        _wire.Submits("late");
        _wire.After(seconds: 10);
        Assert.Single(IsSilentAbout("d-1", "d-2").OfType<SessionEffect.Retire>());
        Assert.DoesNotContain(_wire.After(seconds: 30), effect => effect is SessionEffect.Retire);
        Assert.Empty(_wire.Hears(Wire.FromEndpoint(Draining)));
    }

    [Fact]
    public void While_draining_it_is_not_said()
    {
        _wire.Submits("d-1");
        _wire.Hears(Wire.FromEndpoint(Draining));
        Assert.Equal([new SessionEffect.Unanswered("d-1")], _wire.After(seconds: 30));
    }

    /// <summary>The link lives, the answers do not come.</summary>
    private IReadOnlyList<SessionEffect> IsSilentAbout(params string[] ids)
    {
        foreach (var id in ids)
            _wire.Submits(id);
        _wire.Hears(" ");
        return _wire.After(seconds: 30);
    }
}
