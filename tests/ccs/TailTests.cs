using System.Text;
using CcsBridge.Ccs;

namespace CcsBridge.Tests.Ccs;

/// <summary>A session that drains and that the endpoint never closes.</summary>
public sealed class TailTests
{
    private const string Draining = """{"message_type":"control","control_type":"CONNECTION_DRAINING"}""";

    private readonly Wire _wire = Wire.Bound();

    public TailTests() => _wire.Hears(Wire.FromEndpoint(Draining));

    [Fact]
    public void With_nothing_outstanding_it_is_closed_after_ten_minutes()
    {
        Assert.Equal(20, HalfMinutesUntilItCloses());
        Assert.Contains(_wire.After(seconds: 5), effect => effect is SessionEffect.Ended { Over: SessionOver.Stopped });
    }

    [Fact]
    public void An_acknowledgement_that_is_due_keeps_it_for_half_an_hour()
    {
        _wire.Hears(Wire.FromDevice("""{"category":"app","from":"dev-1","message_id":"m-1"}"""));
        Assert.Equal(60, HalfMinutesUntilItCloses());
    }

    [Fact]
    public void Ten_quiet_minutes_count_from_the_last_thing_outstanding()
    {
        _wire.Hears(Wire.FromDevice("""{"category":"app","from":"dev-1","message_id":"m-1"}"""));
        for (var n = 0; n < 10; n++)
            PassHalfAMinute();
        _wire.IsPublished("dev-1", "m-1");
        Assert.Equal(20, HalfMinutesUntilItCloses());
    }

    private int HalfMinutesUntilItCloses()
    {
        for (var n = 1; n <= 100; n++)
        {
            if (PassHalfAMinute().OfType<SessionEffect.Write>().Any(write => Encoding.UTF8.GetString(write.Data.Span).Contains("</stream:stream>", StringComparison.Ordinal)))
                return n;
        }

        return -1;
    }

    // The endpoint is alive: a lone space now and then (CCS reference, keepalive).
    private List<SessionEffect> PassHalfAMinute() => [.. _wire.After(seconds: 30), .. _wire.Hears(" ")];
}
