using System.Xml.Linq;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>
/// How a stream begins and ends: headers, login up to the point where a resource can be bound, last words. Null means that it goes on.
/// </summary>
internal sealed class Handshake(CurrentSettings settings, LoginScript script, Random random, Outbox outbox)
{
    /// <summary>
    /// A stream header. The <c>to</c> may be anything, unless the settings are strict: live clients differed in it and all of them worked.
    /// </summary>
    public StreamEnd? Opened(Connection connection, ReadOnlyMemory<byte> tag)
    {
        if (connection.Parser.ReadOpening(tag) is not { } opening)
            return new StreamEnd.Fault("invalid-xml", "The opening tag is not XML.");
        if (opening.Name != Ns.Stream + "stream")
            return new StreamEnd.Fault("invalid-namespace", $"The stream is '{opening.Name}'; allowed is '{Ns.Stream + "stream"}'.");

        WriteHeader(connection);
        var to = (string?)opening.Attribute("to");
        if (settings.Now.OwnDomainOnly && to != settings.Now.Domain)
            return new StreamEnd.Fault("host-unknown", $"The stream is to '{to}'; this is {settings.Now.Domain}.");
        var restarted = connection.Phase == Phase.Restarting;
        outbox.Write(connection, restarted ? ServerStanzas.BindFeatures : ServerStanzas.LoginFeatures);
        connection.Phase = restarted ? Phase.Binding : Phase.LoggingIn;
        return null;
    }

    public StreamEnd? Stanza(Connection connection, XElement stanza)
    {
        if (stanza.Name != Ns.Sasl + "auth")
            return new StreamEnd.Fault("not-authorized", $"'{stanza.Name.LocalName}' came before the login.");

        if (script.Take() is { } scripted)
            return Refuse(connection, scripted.Condition, scripted.Text);
        switch (SaslPlain.Check(stanza, settings.Now.Senders))
        {
            case SaslPlain.Accepted accepted:
                connection.Sender = accepted.Sender;
                connection.Phase = Phase.Restarting;
                connection.Cutter.Restart();
                outbox.Write(connection, ServerStanzas.Success);
                return null;
            case SaslPlain.Refused refused:
                return Refuse(connection, refused.Condition, refused.Why);
            case var other:
                throw new InvalidOperationException($"A login cannot end as {other}.");
        }
    }

    /// <summary>The last words of a stream: its error, if it ends for one, and the closing tag. A header goes before any of them.</summary>
    public void WriteEnd(Connection connection, StreamEnd end)
    {
        if (!connection.HeaderSent)
            WriteHeader(connection);
        if (end is StreamEnd.Fault fault)
            outbox.Write(connection, ServerStanzas.StreamError(fault.Condition, fault.Why));
        outbox.Write(connection, ServerStanzas.StreamEnd);
    }

    private StreamEnd.Closed Refuse(Connection connection, string condition, string why)
    {
        outbox.Write(connection, ServerStanzas.Failure(condition, why));
        outbox.Happened(new Happening.LoginRefused(connection.Id, why));
        return new StreamEnd.Closed("The login was refused.");
    }

    private void WriteHeader(Connection connection)
    {
        connection.HeaderSent = true;
        outbox.Write(connection, ServerStanzas.StreamHeader(settings.Now.Domain, random.NextInt64(long.MinValue, long.MaxValue)));
    }
}
