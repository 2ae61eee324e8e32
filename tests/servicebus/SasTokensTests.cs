using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.ServiceBus;

public sealed class SasTokensTests
{
    [Fact]
    public void A_token_signs_the_audience_and_the_expiry() =>
        // Made with Python's hmac, not with this code.
        Assert.Equal(
            "SharedAccessSignature sr=amqp%3A%2F%2Fns.servicebus.windows.net%2Fdownstream"
            + "&sig=MJPdwVoPMvD5egoPHUGgEgYEgCAR8RY3BDaCXKtVRNQ%3D&se=1767323045&skn=owner",
            SasTokens.Sign(
                "amqp://ns.servicebus.windows.net/downstream",
                "owner",
                "c2VjcmV0PT0=",
                DateTimeOffset.FromUnixTimeSeconds(1767323045)));
}
