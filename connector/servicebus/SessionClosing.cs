using Amqp;
using Amqp.Framing;

namespace CcsBridge.ServiceBus;

internal static class SessionClosing
{
    /// <summary>Ends a session and its links without waiting for the broker; one that has already ended stays so.</summary>
    public static void End(this Session session)
    {
        try
        {
            session.Close(TimeSpan.Zero, new Error(ErrorCode.DetachForced) { Description = "closed by this client" });
        }
        catch (Exception e) when (Fault.IsExpected(e))
        {
            // The connection went first, and the session with it.
        }
    }
}
