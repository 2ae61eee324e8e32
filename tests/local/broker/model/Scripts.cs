using FsCheck;
using FsCheck.Fluent;

namespace CcsBridge.Tests.Local.Broker.Model;

/// <summary>Makes scripts: any, for FsCheck to try and to shrink, or those of a seed.</summary>
internal static class Scripts
{
    private const int Longest = 60;

    private static readonly Gen<Command> Command = Gen.Frequency(
        (6, Gen.Elements("a", "b", "c", "d").SelectMany(id =>
            Sometimes(5, 20, 60, 600).SelectMany(life => Sometimes(5, 40, 130).Select(kept => (Command)new Command.Send(id, life, kept))))),
        (5, Gen.Elements(Place.Queue, Place.Queue, Place.Queue, Place.DeadLetters).SelectMany(from =>
            Gen.Elements(true, false).Select(waits => (Command)new Command.Receive(from, waits)))),
        (6, Gen.Elements(0, 0, 0, 0, 1, 1, 2, 5).SelectMany(back =>
            Gen.Elements(Enum.GetValues<Ending>()).Select(how => (Command)new Command.Settle(back, how)))),
        (3, Gen.Elements(1, 10, 29, 119, 120, 299).Select(seconds => (Command)new Command.Pass(TimeSpan.FromSeconds(seconds)))),
        (3, Gen.Constant((Command)new Command.PassToNextDue())),
        (1, Gen.Elements(new Command.Hold(), (Command)new Command.EndHold())));

    public static Arbitrary<Script> Any { get; } = Arb.From(
        Gen.Choose(10, Longest).SelectMany(length => Command.ArrayOf(length)).Select(commands => new Script(commands)),
        script => Commands().Shrinker([.. script.Commands]).Select(commands => new Script(commands)));

    public static Script Of(int seed) =>
        new(Command.ArrayOf(Longest).Sample(1, new Rnd((ulong)seed), size: 1)[0]);

    private static Arbitrary<Command[]> Commands() => Arb.From(Command).Array();

    private static Gen<TimeSpan?> Sometimes(params int[] seconds) => Gen.Frequency(
        (2, Gen.Constant((TimeSpan?)null)),
        (1, Gen.Elements(seconds).Select(s => (TimeSpan?)TimeSpan.FromSeconds(s))));
}
