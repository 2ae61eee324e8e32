using CcsBridge.ServiceBus;

namespace CcsBridge.Simulation.Faults;

/// <summary>What is planted in the bus: for the next sends and settlements, whichever they are, or until it is taken back.</summary>
internal sealed class BusFaults
{
    private readonly Queue<FaultKind> _sends = [];
    private readonly Dictionary<string, string> _refusing = [];
    private int _settlements, _throttling, _silent;

    /// <summary>The broker takes nothing at present.</summary>
    public bool Throttles => _throttling > 0;

    /// <summary>No renewal and no settlement by <c>$management</c> at present.</summary>
    public bool ManagementIsSilent => _silent > 0;

    public void PlantInSend(FaultKind kind) => _sends.Enqueue(kind);

    public void PlantInSettlement() => _settlements++;

    public void Throttle() => _throttling++;

    public void Relent() => _throttling = Math.Max(0, _throttling - 1);

    public void Silence() => _silent++;

    public void Speak() => _silent = Math.Max(0, _silent - 1);

    public void Refuse(string entity, string condition) => _refusing[entity] = condition;

    public void Accept(string entity) => _refusing.Remove(entity);

    /// <summary>Null: the entity takes messages.</summary>
    public SendOutcome? RefusalOf(string entity) => _refusing.TryGetValue(entity, out var condition)
        ? new SendOutcome.Refused(RefusalScope.Entity, condition, "as planted")
        : null;

    public FaultKind? NextSend() => _sends.TryDequeue(out var kind) ? kind : null;

    public bool LosesSettlement() => _settlements > 0 && _settlements-- > 0;

    /// <summary>Faults have stopped: what has not been met is not met any more.</summary>
    public void Clear()
    {
        _sends.Clear();
        _refusing.Clear();
        (_settlements, _throttling, _silent) = (0, 0, 0);
    }
}
