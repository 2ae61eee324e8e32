using Amqp.Types;

namespace CcsBridge.Local.Broker;

/// <summary>The member <c>lock-tokens</c> of a management request: an AMQP array of uuid.</summary>
internal static class LockTokens
{
    private const string Member = "lock-tokens";

    /// <summary>At least one; null: there are none that can be read.</summary>
    public static Guid[]? Read(Map asked) => asked.GetValueOrDefault(Member) is Guid[] { Length: > 0 } tokens ? tokens : null;

    public static ManagementAnswer Missing(Map asked) => ManagementAnswer.BadArgument(
        $"{Member} must be an array of at least one uuid, found {asked.GetValueOrDefault(Member)?.GetType().Name ?? "nothing"}");
}
