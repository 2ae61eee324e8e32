using CcsBridge.Connector.Dialing;
using CcsBridge.Connector.Settings;

namespace CcsBridge.Tests.Host.Dialing;

/// <summary>What comes of dialing.</summary>
internal static class Dialed
{
    /// <summary>A guard against hanging, nothing else; longer than the dialer's own patience.</summary>
    public static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    /// <summary>The sentence that a person reads.</summary>
    public static async Task<string> RefusedAsync(CcsEndpoint endpoint, TimeProvider? time = null)
    {
        var dialing = new CcsDialer(endpoint, time ?? TimeProvider.System).DialAsync(TestContext.Current.CancellationToken);
        return (await Assert.ThrowsAsync<IOException>(() => dialing.WaitAsync(Guard))).Message;
    }

    /// <summary>The first byte that the endpoint says.</summary>
    public static async Task<char> FirstByteAsync(CcsEndpoint endpoint)
    {
        using var guard = new CancellationTokenSource(Guard);
        await using var stream = await new CcsDialer(endpoint, TimeProvider.System).DialAsync(guard.Token);
        var one = new byte[1];
        await stream.ReadExactlyAsync(one, guard.Token);
        return (char)one[0];
    }
}
