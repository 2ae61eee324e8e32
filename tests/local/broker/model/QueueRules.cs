using CcsBridge.Local.Broker;

namespace CcsBridge.Tests.Local.Broker.Model;

/// <summary>The queue under test, small enough for every rule to matter within a script. All spans are whole seconds.</summary>
internal static class QueueRules
{
    public const string Name = "tested";

    public const string DeadLetters = $"{Name}/$DeadLetterQueue";

    /// <summary>A second queue, which nobody tests.</summary>
    public const string Other = "other";

    public const int MaxDeliveryCount = 3;

    /// <summary>Why a receiver dead-letters.</summary>
    public const string Reason = "Tested";

    public static readonly TimeSpan LockDuration = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan DuplicateWindow = TimeSpan.FromMinutes(2);

    public static Topology Topology { get; } = new(
        [
            new QueueSettings(
                Name,
                new DeliverySettings
                {
                    LockDuration = LockDuration,
                    MaxDeliveryCount = MaxDeliveryCount,
                    TimeToLive = TimeToLive,
                    DeadLetterOnExpiration = true,
                },
                DuplicateWindow),
            new QueueSettings(Other, new DeliverySettings(), null),
        ],
        []);

    public static string Path(Place place) => place == Place.Queue ? Name : DeadLetters;
}
