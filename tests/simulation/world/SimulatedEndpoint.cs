using System.Text;
using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.Local.Ccs.Phones;

namespace CcsBridge.Simulation;

/// <summary>The emulator's endpoint without its sockets: connections are simulated streams.</summary>
internal sealed class SimulatedEndpoint
{
    private readonly CcsEndpoint _endpoint;
    private readonly OneThread _thread;
    private readonly VirtualTime _time;
    private readonly Action<Happening> _happened;
    private readonly Dictionary<int, SimulatedStream> _streams = [];
    private readonly ITimer _timer;
    private int _lastConnection;

    public SimulatedEndpoint(EndpointSettings settings, OneThread thread, VirtualTime time, Random chance, Action<Happening> happened)
    {
        (Settings, _thread, _time, _happened) = (settings, thread, time, happened);
        Phones = new PhoneBook([.. settings.Senders.Select(sender => sender.Id)]);
        _endpoint = new CcsEndpoint(settings, Phones, chance);
        _timer = time.CreateTimer(_ => On(new Input.Tick()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public EndpointSettings Settings { get; }

    public PhoneBook Phones { get; }

    public IReadOnlyList<(int Connection, string Sender)> Bound => _endpoint.Bound;

    /// <summary>What the connector's dialer does, without TCP and TLS.</summary>
    /// <param name="writing">Asked before each piece that is written; false: it never leaves.</param>
    public SimulatedStream Dial(Func<ReadOnlyMemory<byte>, bool> writing)
    {
        var connection = ++_lastConnection;
        var stream = new SimulatedStream(
            connection, _thread, writing, bytes => On(new Input.Received(connection, bytes)), () => On(new Input.Disconnected(connection)));
        _streams.Add(connection, stream);
        On(new Input.Connected(connection));
        return stream;
    }

    /// <summary>Says something that the endpoint of its own would not say.</summary>
    public void Say(int connection, string xml) => _streams[connection].Arrive(Encoding.UTF8.GetBytes(xml));

    public void On(Input input)
    {
        foreach (var effect in _endpoint.On(input, _time.GetUtcNow()))
            Do(effect);
        if (_endpoint.NextDue is { } due)
            _timer.Change(due > _time.GetUtcNow() ? due - _time.GetUtcNow() : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Do(Effect effect)
    {
        switch (effect)
        {
            case Effect.Happened happened: _happened(happened.Happening); break;
            case Effect.Write write: _streams[write.Connection].Arrive(write.Bytes); break;
            case Effect.Close close: _streams[close.Connection].Cut(); break;
            case Effect.Abort abort: _streams[abort.Connection].Cut(); break;
            case Effect.StopReading or Effect.ResumeReading: break; // The endpoint keeps what arrives all the same.
            default: throw new InvalidOperationException($"no way to carry out {effect.GetType().Name}");
        }
    }
}
