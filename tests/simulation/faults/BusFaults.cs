namespace CcsBridge.Simulation.Faults;

/// <summary>What is planted for the next sends and settlements, whichever they are; first planted, first met.</summary>
internal sealed class BusFaults
{
    private readonly Queue<FaultKind> _sends = [];
    private int _settlements;

    public void PlantInSend(FaultKind kind) => _sends.Enqueue(kind);

    public void PlantInSettlement() => _settlements++;

    public FaultKind? NextSend() => _sends.TryDequeue(out var kind) ? kind : null;

    public bool LosesSettlement() => _settlements > 0 && _settlements-- > 0;

    /// <summary>Faults have stopped: what has not been met is not met any more.</summary>
    public void Clear()
    {
        _sends.Clear();
        _settlements = 0;
    }
}
