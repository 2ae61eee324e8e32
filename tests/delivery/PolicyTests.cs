using CcsBridge.Delivery;

namespace CcsBridge.Tests.Delivery;

public sealed class PolicyTests
{
    [Fact]
    public void Delays_double_to_their_end_and_jitter_never_goes_below_half()
    {
        var chance = new Random(1);
        foreach (var (attempt, full) in new[] { (1, 1.0), (2, 2.0), (3, 4.0), (9, 256.0), (10, 300.0), (1000, 300.0) })
            Assert.InRange(Policy.PutBackDelay.For(attempt, chance).TotalSeconds, full / 2, full);
    }

    [Fact]
    public void An_unknown_code_counts_as_an_internal_error() =>
        Assert.Equal(Policy.For("INTERNAL_SERVER_ERROR"), Policy.For("A_CODE_OF_TOMORROW"));
}
