using System.Net.Sockets;

namespace CcsBridge.Connector.Dialing;

/// <summary>A socket's stream that remembers the first bytes of what came since <see cref="WatchAnew"/>: what speaks there, if it is not TLS?</summary>
internal sealed class WatchedStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    private const int Most = 16;

    private readonly byte[] _first = new byte[Most];
    private int _count;

    /// <summary>At most <see cref="Most"/> bytes.</summary>
    public ReadOnlySpan<byte> First => _first.AsSpan(0, _count);

    public void WatchAnew() => _count = 0;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _count == Most ? base.ReadAsync(buffer, cancellationToken) : WatchAsync(buffer, cancellationToken);

    private async ValueTask<int> WatchAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        var read = await base.ReadAsync(buffer, cancel);
        var kept = Math.Min(read, Most - _count);
        buffer.Span[..kept].CopyTo(_first.AsSpan(_count));
        _count += kept;
        return read;
    }
}
