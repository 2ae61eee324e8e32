namespace CcsBridge.Local.Ccs;

/// <summary>What came of a phone's send: the id it went under, and why it was refused, if it was.</summary>
internal sealed record Sending(string MessageId, string? Refused);
