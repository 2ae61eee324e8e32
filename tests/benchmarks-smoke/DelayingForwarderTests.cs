using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CcsBridge.Benchmarks.Network;

namespace CcsBridge.Tests.BenchmarksSmoke;

public sealed class DelayingForwarderTests : IAsyncLifetime
{
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(30));
    private readonly TcpListener _target = new(IPAddress.Loopback, 0);
    private readonly TcpClient _near = new() { NoDelay = true };
    private DelayingForwarder _wire = null!;
    private TcpClient _far = null!;

    public async ValueTask InitializeAsync()
    {
        _target.Start();
        _wire = DelayingForwarder.Open(((IPEndPoint)_target.LocalEndpoint).Port, RoundTrip);
        await _near.ConnectAsync(IPAddress.Loopback, _wire.Port, _deadline.Token);
        _far = await _target.AcceptTcpClientAsync(_deadline.Token);
        _far.NoDelay = true;
    }

    [Fact]
    public async Task A_round_trip_takes_as_long_as_it_was_told_to()
    {
        var began = Stopwatch.GetTimestamp();
        await _near.GetStream().WriteAsync("ping"u8.ToArray(), _deadline.Token);
        var there = await ReadAsync(_far, 4);
        await _far.GetStream().WriteAsync(there, _deadline.Token);
        Assert.Equal("ping"u8.ToArray(), await ReadAsync(_near, 4));
        // A chunk may go half a millisecond early.
        Assert.True(Stopwatch.GetElapsedTime(began) > RoundTrip - TimeSpan.FromMilliseconds(2));
        Assert.True(_wire.TakeMeasured() > RoundTrip - TimeSpan.FromMilliseconds(2));
    }

    [Fact]
    public async Task Chunks_wait_beside_each_other()
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var number in Enumerable.Range(0, 200))
            await _near.GetStream().WriteAsync(new byte[] { (byte)number }, _deadline.Token);
        Assert.Equal(Enumerable.Range(0, 200).Select(number => (byte)number), await ReadAsync(_far, 200));
        // One behind the other they would take ten seconds.
        Assert.True(Stopwatch.GetElapsedTime(began) < 50 * RoundTrip);
    }

    [Fact]
    public async Task The_end_of_one_end_is_the_others()
    {
        _near.Close();
        Assert.Equal(0, await _far.GetStream().ReadAsync(new byte[1], _deadline.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _wire.DisposeAsync();
        _near.Dispose();
        _far.Dispose();
        _target.Dispose();
        _deadline.Dispose();
    }

    private async Task<byte[]> ReadAsync(TcpClient from, int count)
    {
        var bytes = new byte[count];
        await from.GetStream().ReadExactlyAsync(bytes, _deadline.Token);
        return bytes;
    }
}
