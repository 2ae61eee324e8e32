namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>A link to the broker could not be opened; the message is the broker's or the network's reason.</summary>
internal sealed class TriggerLinkException(string reason, Exception? inner = null) : Exception(reason, inner);
