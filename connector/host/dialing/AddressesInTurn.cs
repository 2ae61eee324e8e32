using System.Net;
using System.Net.Sockets;

namespace CcsBridge.Connector.Dialing;

/// <summary>Tries a name's addresses one after the other: one that swallows everything must not use up the time of all.</summary>
internal static class AddressesInTurn
{
    /// <summary>Of a name that has more, the first are tried.</summary>
    public const int MostAddresses = 8;

    /// <param name="addresses">In the resolver's order.</param>
    /// <param name="within">The time for all; each but the last has an equal share.</param>
    /// <param name="connect">Connects to one address.</param>
    /// <param name="time">Counts the shares.</param>
    /// <param name="cancel">Ends it all.</param>
    /// <exception cref="SocketException">None answered; the last one's error.</exception>
    public static async Task<Socket> ConnectAsync(
        IReadOnlyList<IPAddress> addresses, TimeSpan within, Func<IPAddress, CancellationToken, Task<Socket>> connect, TimeProvider time,
        CancellationToken cancel)
    {
        var count = Math.Min(addresses.Count, MostAddresses);
        foreach (var address in addresses.Take(count - 1))
        {
            using var turn = new CancellationTokenSource(within / count, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(turn.Token, cancel);
            try
            {
                return await connect(address, either.Token);
            }
            catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                // The next one may answer.
            }
        }

        return await connect(addresses[count - 1], cancel);
    }
}
