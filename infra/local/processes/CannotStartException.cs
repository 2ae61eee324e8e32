namespace CcsBridge.Local.Processes;

/// <summary>A part cannot start on this machine as it is. The message is for a person: what is wrong, what was found, what to do.</summary>
internal sealed class CannotStartException(string sentence, Exception? inner = null) : Exception(sentence, inner);
