using System.Buffers;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>What is written to a connection goes out in pieces of so many bytes, one each so often.</summary>
internal sealed class Drip(int bytes, TimeSpan every)
{
    private readonly ArrayBufferWriter<byte> _waiting = new();
    private int _sent;

    // The first piece goes at once.
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    public DateTimeOffset? Due => _sent < _waiting.WrittenCount ? _next : null;

    public void Add(ReadOnlySpan<byte> written) => _waiting.Write(written);

    /// <summary>The piece that is due.</summary>
    public ReadOnlyMemory<byte> Take(DateTimeOffset now)
    {
        var piece = _waiting.WrittenSpan[_sent..Math.Min(_sent + bytes, _waiting.WrittenCount)].ToArray();
        (_sent, _next) = (_sent + piece.Length, now + every);
        if (_sent == _waiting.WrittenCount)
            Clear();
        return piece;
    }

    public ReadOnlyMemory<byte> TakeAll()
    {
        var rest = _waiting.WrittenSpan[_sent..].ToArray();
        Clear();
        return rest;
    }

    private void Clear()
    {
        _waiting.ResetWrittenCount();
        _sent = 0;
    }
}
