namespace CcsBridge.Delivery;

/// <summary>What became of an event or a copy sent to the bus.</summary>
public abstract record BusAnswer
{
    private BusAnswer() { }

    /// <summary>The broker has it.</summary>
    public sealed record Confirmed : BusAnswer;

    /// <summary>The broker refuses this message for its own sake.</summary>
    public sealed record RefusedMessage(string Why) : BusAnswer;

    /// <summary>The whole entity refuses: not found, disabled, unauthorized, over its quota. Held, and sent again.</summary>
    public sealed record RefusedEntity(string Condition, string Why) : BusAnswer;

    /// <summary>Busy or lost: it may be there or not. Send the same again.</summary>
    public sealed record NotConfirmed(string Why) : BusAnswer;
}
