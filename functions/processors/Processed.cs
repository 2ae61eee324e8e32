namespace CcsBridge.Functions.Processors;

/// <summary>What comes of a device's message for the device itself.</summary>
internal abstract record Processed
{
    private Processed() { }

    /// <summary>Nothing goes down.</summary>
    public sealed record Done : Processed;

    /// <summary>This goes down to the device, on its sender's queue.</summary>
    public sealed record Reply(IReadOnlyDictionary<string, string> Data) : Processed;

    /// <summary>It will not be done; the device is told why in one sentence.</summary>
    public sealed record Refused(string Reason) : Processed;
}
