namespace CcsBridge.Local.Processes;

/// <summary>A line that a child wrote.</summary>
/// <param name="Text">Without its line end; what is longer than 4,096 characters is cut there.</param>
/// <param name="IsError">Whether it came on stderr.</param>
internal sealed record OutputLine(string Text, bool IsError);
