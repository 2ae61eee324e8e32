using CcsBridge.Ccs;
using CcsBridge.Connector.Deliveries;
using CcsBridge.Delivery;

namespace CcsBridge.Connector.Sessions;

/// <summary>Opens a stream to the endpoint.</summary>
/// <exception cref="IOException">It could not be opened, with a sentence.</exception>
internal delegate Task<Stream> Dial(CancellationToken cancel);

/// <summary>One connection of a sender: dials, and lives the session that comes of it.</summary>
internal sealed class CcsConnection(
    Dial dial, CcsSettings settings, Func<SessionId> nextId, Cores cores, DeliveryDriver delivery, ConnectionState state, TimeProvider time, ILogger log)
{
    public async Task<SessionEnd> LiveAsync(CancellationToken stop)
    {
        Stream stream;
        try
        {
            stream = await dial(stop);
        }
        catch (IOException e)
        {
            return new SessionEnd.Dropped(e.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new SessionEnd.Stopped();
        }

        var id = nextId();
        // A resource of its own for each session: it and its successor live side by side while it drains, and must not take each other's place.
        var core = new CcsSession(settings with { Resource = $"{settings.Resource}-{id}" });
        return await new SessionDriver(id, core, cores.Session(core), stream, delivery, state, time, log).RunAsync(stop);
    }
}
