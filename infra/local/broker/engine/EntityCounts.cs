namespace CcsBridge.Local.Broker;

/// <summary>How many messages a queue, subscription or dead-letter queue holds now. Scheduled ones are counted at queues only.</summary>
internal sealed record EntityCounts(int Available, int Locked, int Scheduled);
