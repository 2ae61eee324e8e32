namespace CcsBridge.Contracts;

/// <summary>Application properties of an event: what subscriptions' filters see, since they cannot see a body.</summary>
public static class EventProperties
{
    /// <summary><see cref="EventType.MessageType"/>.</summary>
    public const string MessageType = "messageType";

    /// <summary>The app's package name; on upstream messages.</summary>
    public const string Category = "category";

    /// <summary>The sender the event belongs to.</summary>
    public const string SenderId = "senderId";
}
