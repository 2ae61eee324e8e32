namespace CcsBridge.Local.Broker;

/// <summary>One call of the engine: its time, and what comes out of it.</summary>
internal sealed class Turn(DateTimeOffset now)
{
    private readonly List<BrokerEffect> _effects = [];

    public DateTimeOffset Now => now;

    public IReadOnlyList<BrokerEffect> Effects => _effects;

    public void Do(BrokerEffect effect) => _effects.Add(effect);

    public void Say(Happening happening) => _effects.Add(new BrokerEffect.Happened(happening));
}
