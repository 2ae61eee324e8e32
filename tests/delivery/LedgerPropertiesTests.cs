using FsCheck.Xunit;

namespace CcsBridge.Tests.Delivery;

public sealed class LedgerPropertiesTests
{
    [Property(MaxTest = 200, EndSize = 200)]
    public void Whatever_it_is_told_no_slot_is_used_that_was_not_given_and_every_delivery_is_decided_once(byte[] steps)
    {
        var inputs = new AnyInputs();
        foreach (var step in steps)
            inputs.Step(step);
        inputs.Finish();

        Assert.Empty(inputs.Faults);
        Assert.Empty(inputs.Undecided);
        Assert.True(inputs.IsIdle);
    }
}
