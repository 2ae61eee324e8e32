using Amqp;

namespace CcsBridge.Local.Broker;

/// <summary>Stands for a delivery on its way out and carries its tag, which the library takes in an event only.</summary>
internal sealed class TaggedMessage(Guid lockToken) : Message
{
    public Guid LockToken => lockToken;

    /// <summary>The lock token in .NET's byte order: exactly these 16 bytes are a lock token to every Service Bus client.</summary>
    public byte[] Tag => lockToken.ToByteArray();
}
