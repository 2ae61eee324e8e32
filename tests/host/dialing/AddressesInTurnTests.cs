using System.Net;
using System.Net.Sockets;
using CcsBridge.Connector.Dialing;
using Microsoft.Extensions.Time.Testing;

namespace CcsBridge.Tests.Host.Dialing;

public sealed class AddressesInTurnTests
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new();
    private readonly List<IPAddress> _tried = [];

    [Fact]
    public async Task An_address_that_refuses_is_followed_by_the_next_and_the_last_ones_error_counts()
    {
        var refused = await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(3, (n, _) => throw new SocketException((int)(n == 2 ? SocketError.NetworkUnreachable : SocketError.ConnectionRefused))));
        Assert.Equal((3, SocketError.NetworkUnreachable), (_tried.Count, refused.SocketErrorCode));
    }

    [Fact]
    public async Task An_address_that_swallows_everything_has_its_share_of_the_time_and_no_more()
    {
        using var answer = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var connecting = ConnectAsync(2, async (n, turn) =>
        {
            if (n == 0)
                await Task.Delay(Timeout.Infinite, turn);
            return answer;
        });
        _time.Advance(Within / 2 - TimeSpan.FromMilliseconds(1));
        Assert.Single(_tried);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Same(answer, await connecting.WaitAsync(Dialed.Guard, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Only_a_name_s_first_eight_addresses_are_tried()
    {
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(100, (_, _) => throw new SocketException((int)SocketError.ConnectionRefused)));
        Assert.Equal(8, _tried.Count);
    }

    [Fact]
    public async Task A_stop_is_not_taken_for_an_address_that_swallows_everything()
    {
        using var stop = new CancellationTokenSource();
        var connecting = ConnectAsync(
            2,
            async (_, turn) =>
            {
                await Task.Delay(Timeout.Infinite, turn);
                throw new InvalidOperationException();
            },
            stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(Dialed.Guard, TestContext.Current.CancellationToken));
        Assert.Single(_tried);
    }

    private Task<Socket> ConnectAsync(int addresses, Func<int, CancellationToken, Task<Socket>> connect, CancellationToken? stop = null) =>
        AddressesInTurn.ConnectAsync(
            [.. Enumerable.Range(1, addresses).Select(n => IPAddress.Parse($"192.0.2.{n}"))],
            Within,
            (address, turn) =>
            {
                _tried.Add(address);
                return connect(_tried.Count - 1, turn);
            },
            _time,
            stop ?? TestContext.Current.CancellationToken);
}
