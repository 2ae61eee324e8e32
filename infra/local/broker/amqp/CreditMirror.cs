namespace CcsBridge.Local.Broker;

/// <summary>
/// A sending link's credit, kept beside the library's, which it does not show and which goes wrong: a flow whose limit is not above
/// the last one makes the library forget all credit. All counts modulo 2^32 (AMQP 1.0 §2.6.7).
/// </summary>
internal sealed class CreditMirror
{
    private uint _sent;

    // The library's delivery-count plus its credit: a send moves one to the other and leaves the sum.
    private uint _libraryLimit;

    /// <summary>Takes the change the library reports for a flow; gives the peer's limit.</summary>
    public uint OnFlow(int change)
    {
        var limit = unchecked(_libraryLimit + (uint)change);
        _libraryLimit = change > 0 ? limit : _sent;
        return limit;
    }

    /// <summary>What may still be sent under a limit.</summary>
    public int Left(uint limit) => Math.Max(0, unchecked((int)(limit - _sent)));

    public void Sent() => _sent = unchecked(_sent + 1);

    /// <summary>The library was told its credit anew.</summary>
    public void Set(int credit) => _libraryLimit = unchecked(_sent + (uint)credit);
}
