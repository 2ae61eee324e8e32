namespace CcsBridge.Functions.HostProtocol;

/// <summary>Storage or bus is away for now: the same again may succeed. The message says which and why, without payload or key.</summary>
internal sealed class OutageException(string reason, Exception? inner = null) : Exception(reason, inner);
