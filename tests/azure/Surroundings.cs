using CcsBridge.ServiceBus;

namespace CcsBridge.Assumptions;

/// <summary>Where and when cases are tried.</summary>
/// <param name="Namespace">With the entities of <c>infra/servicebus.json</c>.</param>
/// <param name="Time">Its clock, as near as we know it.</param>
/// <param name="PassAsync">Lets time pass there: waits for it, or pushes the clock of a broker of one's own.</param>
/// <param name="Patience">How long a message may take that is there to be received.</param>
internal sealed record Surroundings(
    ServiceBusConnectionString Namespace, TimeProvider Time, Func<TimeSpan, CancellationToken, Task> PassAsync, TimeSpan Patience)
{
    public static Surroundings InRealTime(ServiceBusConnectionString target) =>
        new(target, TimeProvider.System, (time, cancel) => Task.Delay(time, TimeProvider.System, cancel), TimeSpan.FromSeconds(20));
}
