using CcsBridge.Delivery;

namespace CcsBridge.Tests.Delivery.Sequences;

/// <summary>What a stanza brings about, a while after it was written.</summary>
internal abstract record Fate(TimeSpan After)
{
    public static Fate Accepted(double seconds) => new Answered(new Answer.Accepted(null), TimeSpan.FromSeconds(seconds));

    public static Fate Refused(string error) => new Answered(new Answer.Refused(error, null), TimeSpan.FromSeconds(0.1));

    internal sealed record Answered(Answer Answer, TimeSpan After) : Fate(After);

    internal sealed record EndsTheSession(TimeSpan After) : Fate(After);

    internal sealed record KillsTheProcess(TimeSpan After) : Fate(After);
}
