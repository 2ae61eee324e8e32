using Amqp;

namespace CcsBridge.Local.Broker;

/// <summary>A received message, not decoded. The bytes are a copy: the library reuses its buffers.</summary>
internal sealed class RawMessage(byte[] bytes) : Message
{
    public byte[] Bytes => bytes;
}
