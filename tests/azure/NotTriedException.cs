namespace CcsBridge.Assumptions;

/// <summary>
/// What a case needs before its question could not be had: the namespace is away, or is not as <c>infra/servicebus.json</c> says.
/// </summary>
internal sealed class NotTriedException(string why) : Exception(why);
