namespace CcsBridge.Delivery;

/// <summary>What the device network answered to a downstream message.</summary>
public abstract record Answer
{
    private Answer() { }

    /// <summary>Taken over.</summary>
    /// <param name="RegistrationId">The device's canonical token, where one is named.</param>
    /// <param name="FailedRegistrationIds">Of a group: the members that it was not taken over for, where any are named.</param>
    public sealed record Accepted(string? RegistrationId, IReadOnlyList<string>? FailedRegistrationIds = null) : Answer;

    /// <summary>Not taken; <see cref="Policy"/> says what follows from the code.</summary>
    public sealed record Refused(string Error, string? Description) : Answer;
}
