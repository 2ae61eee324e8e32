using CcsBridge.Simulation.Faults;

namespace CcsBridge.Simulation;

/// <summary>All that a seed decides beforehand: the surroundings, and what happens when.</summary>
internal sealed record Schedule(int Seed, int Window, int Connections, int Phones, TimeSpan During, IReadOnlyList<Appointment> Appointments)
{
    private static readonly int[] Windows = [1, 3, 10, 100];

    /// <summary>The same arguments give the same schedule.</summary>
    /// <param name="seed">Decides everything else.</param>
    /// <param name="messages">Both ways together.</param>
    /// <param name="faults">How many strike.</param>
    public static Schedule Of(int seed, int messages, int faults)
    {
        // Another sequence than the one that picks continuations.
        var chance = new Random(unchecked(seed * 7919 + 17));
        // A rate-limited phone takes a message a minute: more than about a hundred each would not be settled in the time allowed.
        var (window, phones) = (Windows[chance.Next(Windows.Length)], 1 + messages / 200 + chance.Next(messages / 40 + 1));
        var during = TimeSpan.FromMinutes(5 + chance.Next(56));
        var kinds = Enum.GetValues<FaultKind>();
        var deeds = Enumerable.Range(0, messages).Select(message => message % 2 == 0 ? Deed.Say : Deed.Put)
            .Concat(Enumerable.Repeat(Deed.Plant, faults));
        var appointments = deeds.Select((deed, number) => new Appointment(
            number, during * chance.NextDouble(), deed, deed == Deed.Plant ? kinds[chance.Next(kinds.Length)] : null, chance.Next()));
        // Last, so that more connections leave a seed's messages and faults as they are.
        IReadOnlyList<Appointment> drawn = [.. appointments];
        return new Schedule(seed, window, chance.Next(1, 5), phones, during, drawn);
    }

    /// <summary>The same with only these appointments.</summary>
    public Schedule Keep(IReadOnlyCollection<int> numbers) =>
        this with { Appointments = [.. Appointments.Where(appointment => numbers.Contains(appointment.Number))] };
}
