using System.Security.Cryptography.X509Certificates;
using CcsBridge.Local.Ccs.Door;
using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.Local.Ccs.Phones;
using CcsBridge.Local.Ccs.Scripts;

namespace CcsBridge.Local.Ccs;

/// <summary>
/// A CCS endpoint on this machine with simulated phones: a TLS port for clients, an HTTP door for phones and scripts, and the same by
/// method calls. Names of phones are case-sensitive; an unknown one throws <see cref="KeyNotFoundException"/>.
/// </summary>
internal sealed class CcsEmulator : IAsyncDisposable
{
    private readonly LiveEndpoint _endpoint;
    private readonly PhoneDoor _door;
    private readonly X509Certificate2? _certificate;
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private readonly Task _listening;

    private CcsEmulator(
        LiveEndpoint endpoint, CcsListener listener, PhoneDoor door, X509Certificate2? certificate, string? certificatePath, TimeProvider time)
    {
        (_endpoint, _door, _certificate, _time) = (endpoint, door, certificate, time);
        (Port, DoorUri, CertificatePath) = (listener.Port, door.Address, certificatePath);
        _listening = listener.RunAsync(_stop.Token);
    }

    public int Port { get; }

    public Uri DoorUri { get; }

    /// <summary>The PEM file to trust; null without TLS or when no path was given.</summary>
    public string? CertificatePath { get; }

    /// <summary>Take this before acting, and wait from it.</summary>
    public long Position => _endpoint.Happenings.Position;

    /// <summary>What happened, as far as it is remembered, oldest first.</summary>
    public IReadOnlyList<Happening> Log => _endpoint.Happenings.Newest;

    /// <summary>The bound connections, oldest first.</summary>
    public IReadOnlyList<(int Connection, string Sender)> Connections => _endpoint.Bound;

    /// <summary>Listens when it returns. A taken port is an <see cref="IOException"/> that names it.</summary>
    public static async Task<CcsEmulator> StartAsync(CcsEmulatorOptions options, CancellationToken cancellation)
    {
        options.Check();
        var certificate = options.Tls ? LocalCertificate.Create(options.Time.GetUtcNow()) : null;
        var path = options.Tls ? options.CertificatePath : null;
        if (certificate is not null && path is not null)
            await LocalCertificate.WriteAsync(certificate, path, cancellation);

        var endpoint = new LiveEndpoint(options.Endpoint, options.Random, options.Time);
        var socket = CcsListener.Bind(options.Port);
        try
        {
            var door = await PhoneDoor.OpenAsync(endpoint, options, cancellation);
            return new CcsEmulator(endpoint, new CcsListener(socket, certificate, endpoint, options), door, certificate, path, options.Time);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The first such happening, remembered (from a position on) or still to come.</summary>
    public Task<T> WhenAsync<T>(Func<T, bool> match, CancellationToken cancellation, long from = 0)
        where T : Happening => _endpoint.Happenings.FirstAsync<T>(match, cancellation, from);

    /// <summary>Installs the app on a phone, new or known; gives its token.</summary>
    public string Install(string phone, string? category = null, string? token = null, string? sender = null) =>
        _endpoint.Read(book => book.Install(phone, category, token, sender) switch
        {
            Installing.Done done => done.Phone.Token!,
            Installing.Refused r => throw new ArgumentException($"{r.Why} {r.Member}: found {r.Found}; allowed: {r.Allowed}."),
            var other => throw new InvalidOperationException($"{other}"),
        });

    public void Uninstall(string phone) => _endpoint.Uninstall(_endpoint.Read(book => Known(book, phone)));

    /// <summary>Takes a phone's network away: what comes for it is stored.</summary>
    public void Offline(string phone) => _endpoint.Connect(_endpoint.Read(book => Known(book, phone)), online: false);

    public void Online(string phone) => _endpoint.Connect(_endpoint.Read(book => Known(book, phone)), online: true);

    /// <summary>Sends upstream; gives the message id.</summary>
    public string Send(string phone, IReadOnlyDictionary<string, string> data, string? messageId = null, string? messageType = null) =>
        _endpoint.Send(phone, data, messageId, messageType) switch
        {
            { Refused: null } sent => sent.MessageId,
            { Refused: { } why } => throw new InvalidOperationException(why),
            null => throw new KeyNotFoundException($"No phone '{phone}' with the app on it."),
        };

    public IReadOnlyList<InboxMessage> Inbox(string phone, long after = 0) =>
        _endpoint.Read(book => Known(book, phone).Inbox.After(after));

    public void Hold(HoldPoint point) => _endpoint.On(new Input.Hold(point));

    public void Release(HoldPoint point) => _endpoint.On(new Input.Release(point));

    public void Script(ScriptedAnswer answer, string? token = null, int times = 1) => _endpoint.On(new Input.Script(answer, token, times));

    public void Drop(int connection) => _endpoint.On(new Input.Drop(connection));

    public void Drain(int connection, TimeSpan closeAfter, DrainSignal signal = DrainSignal.Both, bool typed = false) =>
        _endpoint.On(new Input.Drain(connection, signal, typed, closeAfter));

    /// <summary>Tells the endpoint anything; what <see cref="Endpoint.Input"/> has, a script has too.</summary>
    public void Tell(Input input) => _endpoint.On(input);

    /// <summary>Carries out a script; its waits begin with what happened first of all.</summary>
    /// <exception cref="ScriptException">An instruction cannot be carried out; those before it were.</exception>
    public Task RunAsync(Script script, CancellationToken cancellation) =>
        new ScriptRun(_endpoint, _time, from: 0).RunAsync(script, cancellation);

    public async ValueTask DisposeAsync()
    {
        await _door.DisposeAsync();
        await _stop.CancelAsync();
        await _listening;
        await _endpoint.DisposeAsync();
        _certificate?.Dispose();
        _stop.Dispose();
    }

    private static Phone Known(PhoneBook book, string phone) => book.Named(phone)
        ?? throw new KeyNotFoundException($"No phone '{phone}'; there are: {string.Join(", ", book.All.Select(p => p.Name))}.");
}
