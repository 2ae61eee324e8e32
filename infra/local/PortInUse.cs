using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace CcsBridge.Local;

/// <summary>What a person is told when a port cannot be listened on.</summary>
internal static class PortInUse
{
    /// <param name="meantFor">What would have listened there, as <c>the Service Bus</c>.</param>
    /// <param name="port">On 127.0.0.1.</param>
    /// <param name="option">The option of the command line that sets it.</param>
    /// <param name="fault">What the system said; only "in use" has a sentence of its own.</param>
    public static string Sentence(string meantFor, int port, string option, Exception fault) => IsInUse(fault)
        ? $"port {port} is in use on 127.0.0.1, and {meantFor} was meant to listen there; choose another with {option}, or leave it out for any free one."
        : $"{meantFor} cannot listen on 127.0.0.1:{port} ({fault.Message}); choose another port with {option}.";

    private static bool IsInUse(Exception fault) =>
        fault is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } || fault.InnerException is AddressInUseException;
}
