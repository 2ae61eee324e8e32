using System.Buffers.Binary;

namespace CcsBridge.Local.Broker;

/// <summary>Guids that count up from 1: the same in every run.</summary>
internal sealed class CountedGuids
{
    private long _count;

    public Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], ++_count);
        return new Guid(bytes, bigEndian: true);
    }
}
