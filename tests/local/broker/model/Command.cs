namespace CcsBridge.Tests.Local.Broker.Model;

/// <summary>One thing done to the queue under test. All spans are whole seconds.</summary>
internal abstract record Command
{
    private Command() { }

    /// <summary>Sends a message that lives, and is kept back, for so long; null: as long as the queue says, and not at all.</summary>
    public sealed record Send(string Id, TimeSpan? TimeToLive, TimeSpan? KeptBack) : Command;

    /// <summary>Asks for one message: one that may still come, or what is there now and then nothing that was asked for before either.</summary>
    public sealed record Receive(Place From, bool Waits) : Command;

    /// <summary>Ends the lock of the delivery that came so many before the last, whether or not that lock is still alive.</summary>
    public sealed record Settle(int Back, Ending How) : Command;

    public sealed record Pass(TimeSpan Time) : Command;

    /// <summary>Time passes to the very instant at which something is due.</summary>
    public sealed record PassToNextDue : Command;

    /// <summary>Confirmations of sends are kept back from now on.</summary>
    public sealed record Hold : Command;

    public sealed record EndHold : Command;
}

/// <summary>Where a message can be received.</summary>
internal enum Place
{
    Queue,
    DeadLetters,
}

/// <summary>How a receiver ends a lock.</summary>
internal enum Ending
{
    Complete,
    Release,
    Abandon,
    DeadLetter,
}
