using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.Local.Ccs.Phones;

namespace CcsBridge.Local.Ccs;

/// <summary>
/// The pure endpoint and its phones under one lock, with a clock. Effects are carried out under the lock too, so that they keep their
/// order; none of them waits.
/// </summary>
internal sealed class LiveEndpoint : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly PhoneBook _phones;
    private readonly CcsEndpoint _endpoint;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Dictionary<int, CcsSocket> _sockets = [];
    private int _lastConnection;

    public LiveEndpoint(EndpointSettings settings, Random random, TimeProvider time)
    {
        _phones = new PhoneBook([.. settings.Senders.Select(s => s.Id)]);
        _endpoint = new CcsEndpoint(settings, _phones, random);
        _time = time;
        _timer = time.CreateTimer(_ => On(new Input.Tick()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What happened, the 10,000 newest.</summary>
    public SeenLog<Happening> Happenings { get; } = new(most: 10_000);

    public IReadOnlyList<(int Connection, string Sender)> Bound => Read(_ => _endpoint.Bound);

    /// <summary>Looks at the phones, or changes them, while nothing else does.</summary>
    public T Read<T>(Func<PhoneBook, T> look)
    {
        lock (_gate)
            return look(_phones);
    }

    /// <summary>Sends upstream from a phone; null when there is no such phone or its app is not installed.</summary>
    public Sending? Send(string phone, IReadOnlyDictionary<string, string> data, string? messageId, string? messageType)
    {
        lock (_gate)
        {
            if (_phones.Named(phone) is not { } known || known.Compose(data, messageId, messageType) is not { } message)
                return null;
            var refused = On(new Input.PhoneSends(known, message))
                .OfType<Effect.Happened>().Select(h => h.Happening).OfType<Happening.UpstreamRefused>().FirstOrDefault();
            return new Sending(message.MessageId, refused?.Why);
        }
    }

    /// <summary>A phone's network goes or comes.</summary>
    public void Connect(Phone phone, bool online) => On(online ? new Input.PhoneOnline(phone) : new Input.PhoneOffline(phone));

    /// <summary>The app goes from a phone, with all that waits for it or in it.</summary>
    public void Uninstall(Phone phone)
    {
        lock (_gate)
            phone.Uninstall();
    }

    /// <summary>Gives an open socket its number and tells the endpoint of it.</summary>
    public int Open(CcsSocket socket)
    {
        lock (_gate)
        {
            _sockets.Add(++_lastConnection, socket);
            On(new Input.Connected(_lastConnection));
            return _lastConnection;
        }
    }

    public void Gone(int connection)
    {
        lock (_gate)
        {
            _sockets.Remove(connection);
            On(new Input.Disconnected(connection));
        }
    }

    public IReadOnlyList<Effect> On(Input input)
    {
        lock (_gate)
        {
            var effects = _endpoint.On(input, _time.GetUtcNow());
            foreach (var effect in effects)
                Do(effect);
            if (_endpoint.NextDue is { } due)
                _timer.Change(Later(due - _time.GetUtcNow()), Timeout.InfiniteTimeSpan);
            return effects;
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private static TimeSpan Later(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.Zero;

    private void Do(Effect effect)
    {
        switch (effect)
        {
            case Effect.Happened happened: Happenings.Add(happened.Happening); break;
            case Effect.Write write: _sockets.GetValueOrDefault(write.Connection)?.Write(write.Bytes); break;
            case Effect.Close close: _sockets.GetValueOrDefault(close.Connection)?.Close(); break;
            case Effect.Abort abort: _sockets.GetValueOrDefault(abort.Connection)?.Abort(); break;
            case Effect.StopReading stop: _sockets.GetValueOrDefault(stop.Connection)?.StopReading(); break;
            case Effect.ResumeReading resume: _sockets.GetValueOrDefault(resume.Connection)?.ResumeReading(); break;
            default: throw new InvalidOperationException($"Nobody carries out {effect}.");
        }
    }
}
