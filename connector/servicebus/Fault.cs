using System.Net.Sockets;
using System.Security.Authentication;
using Amqp;
using Amqp.Framing;

namespace CcsBridge.ServiceBus;

/// <summary>What the AMQP library throws when the network or the broker fails, and what to say of it.</summary>
internal static class Fault
{
    /// <summary>Whether this is the world's fault. Its own "operation cancelled" means that the transport was closed.</summary>
    public static bool IsExpected(Exception e) =>
        e is AmqpException or SocketException or IOException or AuthenticationException or TimeoutException
            or ObjectDisposedException or OperationCanceledException;

    public static string Describe(Exception e) => e switch
    {
        AmqpException amqp => Describe(amqp.Error),
        OperationCanceledException => "the connection was closed while it was being opened",
        _ => e.Message,
    };

    public static string Describe(Error? error) => error switch
    {
        null => "closed by the broker without a reason",
        { Description: { Length: > 0 } text } => $"{error.Condition}: {text}",
        _ => error.Condition,
    };
}
