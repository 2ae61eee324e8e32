using CcsBridge.Local.Ccs.Phones;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>What the endpoint can be told: bytes and ends of connections, time, what phones do, and what a script asks for.</summary>
internal abstract record Input
{
    private Input()
    {
    }

    /// <summary>A connection is open (TLS, if any, is done). The head picks the number and never uses it twice.</summary>
    public sealed record Connected(int Connection) : Input;

    public sealed record Received(int Connection, ReadOnlyMemory<byte> Bytes) : Input;

    /// <summary>A connection is gone, whoever ended it. Numbers that are not open any more are ignored.</summary>
    public sealed record Disconnected(int Connection) : Input;

    /// <summary>Time has reached <see cref="CcsEndpoint.NextDue"/>.</summary>
    public sealed record Tick : Input;

    public sealed record PhoneSends(Phone Phone, UpstreamMessage Message) : Input;

    /// <summary>The next <paramref name="Times"/> downstream messages (to one token, or to any) are answered this way.</summary>
    public sealed record Script(ScriptedAnswer Answer, string? Token, int Times) : Input;

    /// <summary>What was scripted for this token, or for any (null), and was not met yet, is forgotten.</summary>
    public sealed record EndScript(string? Token) : Input;

    /// <summary>Abort a connection: no closing tag, no TLS shutdown.</summary>
    public sealed record Drop(int Connection) : Input;

    /// <summary>Begin to drain a connection; it is closed when <paramref name="For"/> is over.</summary>
    public sealed record Drain(int Connection, DrainSignal Signal, bool Typed, TimeSpan For) : Input;

    /// <summary>End a stream in the middle of a stanza: no closing tag, but what was written goes out.</summary>
    public sealed record Cut(int Connection) : Input;

    /// <summary>End a stream with an error of XMPP RFC 6120 §4.9.3.</summary>
    public sealed record Fault(int Connection, string Condition) : Input;

    /// <summary>From now on a connection is half-open: it takes bytes, answers nothing and never ends by itself.</summary>
    public sealed record Mute(int Connection) : Input;

    /// <summary>From now on a connection is written to in pieces of so many bytes, one each so often; 0 bytes ends it.</summary>
    public sealed record Dripping(int Connection, int Bytes, TimeSpan Every) : Input;

    /// <summary>Deliver again what was delivered on a connection and is not acked.</summary>
    public sealed record Repeat(int Connection) : Input;

    /// <summary>Each of the next <paramref name="Times"/> connections meets this as soon as it is open.</summary>
    public sealed record Next(Func<int, Input> Fate, int Times) : Input;

    /// <summary>The next <paramref name="Times"/> logins are refused, whatever their key.</summary>
    public sealed record RefuseLogins(LoginRefusal Refusal, int Times) : Input;

    /// <summary>Change settings while connections live.</summary>
    public sealed record Change(Func<EndpointSettings, EndpointSettings> How) : Input;

    /// <summary>A phone loses its network; what comes for it is stored.</summary>
    public sealed record PhoneOffline(Phone Phone) : Input;

    public sealed record PhoneOnline(Phone Phone) : Input;

    /// <summary>Keep something back until the same point is released.</summary>
    public sealed record Hold(HoldPoint Point) : Input;

    public sealed record Release(HoldPoint Point) : Input;
}
