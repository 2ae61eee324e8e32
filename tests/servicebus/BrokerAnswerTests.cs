using Amqp.Framing;
using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.ServiceBus;

public sealed class BrokerAnswerTests
{
    [Fact]
    public void Accepted_is_a_confirmation() => Assert.IsType<SendOutcome.Confirmed>(BrokerAnswer.Of(new Accepted(), live: true));

    [Theory]
    [InlineData("amqp:link:message-size-exceeded", RefusalScope.Message)]
    [InlineData("com.microsoft:argument-error", RefusalScope.Message)]
    [InlineData("com.microsoft:argument-out-of-range", RefusalScope.Message)]
    [InlineData("amqp:not-allowed", RefusalScope.Message)]
    [InlineData("amqp:decode-error", RefusalScope.Message)]
    [InlineData("amqp:not-found", RefusalScope.Entity)]
    [InlineData("com.microsoft:entity-disabled", RefusalScope.Entity)]
    [InlineData("amqp:unauthorized-access", RefusalScope.Entity)]
    [InlineData("com.microsoft:auth-failed", RefusalScope.Entity)]
    [InlineData("amqp:resource-limit-exceeded", RefusalScope.Entity)]
    public void A_rejection_on_a_live_link_is_a_refusal(string condition, RefusalScope scope) =>
        Assert.Equal(new SendOutcome.Refused(scope, condition, "words"), BrokerAnswer.Of(Rejection(condition), live: true));

    [Theory]
    [InlineData("com.microsoft:server-busy")]
    [InlineData("com.microsoft:timeout")]
    [InlineData("amqp:internal-error")]
    [InlineData("amqp:link:detach-forced")]
    [InlineData("com.microsoft:something-new")]
    public void A_rejection_that_may_pass_is_no_refusal(string condition) =>
        Assert.IsType<SendOutcome.Unknown>(BrokerAnswer.Of(Rejection(condition), live: true));

    [Theory]
    [InlineData("amqp:not-found")]
    [InlineData("amqp:link:message-size-exceeded")]
    public void A_rejection_made_up_for_a_lost_link_is_no_refusal(string condition) =>
        Assert.IsType<SendOutcome.Unknown>(BrokerAnswer.Of(Rejection(condition), live: false));

    [Fact]
    public void Any_other_outcome_is_unknown()
    {
        Assert.IsType<SendOutcome.Unknown>(BrokerAnswer.Of(new Released(), live: true));
        Assert.IsType<SendOutcome.Unknown>(BrokerAnswer.Of(new Modified(), live: true));
        Assert.IsType<SendOutcome.Unknown>(BrokerAnswer.Of(new Rejected(), live: true));
        Assert.IsType<SendOutcome.Unknown>(BrokerAnswer.Of(null, live: true));
    }

    private static Rejected Rejection(string condition) => new() { Error = new Error(condition) { Description = "words" } };
}
