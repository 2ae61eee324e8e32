using System.Text.RegularExpressions;

namespace CcsBridge.Tests.Plays;

/// <summary>What every play would repeat, in one line each; it stands for ordinary lines of a play.</summary>
internal static partial class Shorthand
{
    private const string Header =
        "<stream:stream from='gcm.googleapis.com' id='0A1B2C3D4E5F6071' version='1.0' xmlns:stream='http://etherx.jabber.org/streams' xmlns='jabber:client'>";

    private const string Mechanisms =
        "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>X-OAUTH2</mechanism><mechanism>PLAIN</mechanism></mechanisms></stream:features>";

    private const string Bind =
        "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></stream:features>";

    /// <summary>The line itself where it is no shorthand.</summary>
    public static IEnumerable<string> Expand(string line)
    {
        if (Bound().Match(line) is { Success: true } bound)
        {
            var session = bound.Groups["session"].Value;
            return
            [
                .. Login(session),
                .. bound.Groups["aged"].Success ? KeepAlive(minutes: 1, [session]) : [],
                .. bound.Groups["window"] is { Success: true } window ? Warm(session, int.Parse(window.ValueSpan, null)) : [],
            ];
        }

        if (Opened().Match(line) is { Success: true } opened)
            return [$"session[{opened.Groups[1].Value}]: opens"];
        return Alive().Match(line) is { Success: true } alive
            ? KeepAlive(int.Parse(alive.Groups[1].ValueSpan, null), alive.Groups[2].Value.Split(" and "))
            : [line];
    }

    private static string[] Login(string n) =>
    [
        $"session[{n}]: opens",
        $"bridge[{n}]: opens the stream",
        $"endpoint[{n}]: {Header}{Mechanisms}",
        $"bridge[{n}]: <auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>ADEyMzQ1Njc4OTBAZ2NtLmdvb2dsZWFwaXMuY29tAHRoZS1rZXk=</auth>",
        $"endpoint[{n}]: <success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>",
        $"bridge[{n}]: opens the stream",
        $"endpoint[{n}]: {Header}{Bind}",
        $"bridge[{n}]: <iq type='set' id='bind-1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>bridge</resource></bind></iq>",
        $"endpoint[{n}]: <iq type='result' id='bind-1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>1234567890@gcm.googleapis.com/bridge5C1E90B{n}</jid></bind></iq>",
    ];

    // The window doubles with each answer.
    private static IEnumerable<string> Warm(string n, int window)
    {
        for (int size = 1, i = 1; size < window; size *= 2, i++)
        {
            yield return $"queue: gives w-{i}";
            yield return $$$"""bridge[{{{n}}}]: <message id="w-{{{i}}}"><gcm xmlns="google:mobile:data">{"to":"dev-1","message_id":"w-{{{i}}}","data":{"k":"v"}}</gcm></message>""";
            yield return $$$"""endpoint[{{{n}}}]: <message><gcm xmlns="google:mobile:data">{"message_type":"ack","from":"dev-1","message_id":"w-{{{i}}}"}</gcm></message>""";
            yield return $"bridge: publishes accepted w-{i}";
            yield return $"topic: confirms w-{i}";
            yield return $"bridge: completes w-{i}";
        }
    }

    private static IEnumerable<string> KeepAlive(int minutes, string[] sessions)
    {
        for (var half = 0; half < 2 * minutes; half++)
        {
            foreach (var session in sessions)
                yield return $"endpoint[{session}]: (a space)";
            yield return "clock: +30s";
        }
    }

    [GeneratedRegex(@"^session (?<session>\d+) is bound(?<aged>, a minute ago)?(, with a window of (?<window>\d+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Bound();

    [GeneratedRegex(@"^session (\d+) is opened$")]
    private static partial Regex Opened();

    [GeneratedRegex(@"^clock:\s+\+(\d+)min, the endpoint keeping (\d(?: and \d)*) alive$")]
    private static partial Regex Alive();
}
