namespace CcsBridge.Local.Broker;

/// <summary>Names one send, chosen by whoever sends; its answer comes back under it.</summary>
internal readonly record struct SendId(long Value);

/// <summary>Names one receiver, chosen by whoever opens it.</summary>
internal readonly record struct ReceiverId(long Value);

/// <summary>Names one request to renew locks, chosen by whoever asks; its answer comes back under it.</summary>
internal readonly record struct RenewalId(long Value);
