using CcsBridge.Local.Bus;
using Happening = CcsBridge.Local.Broker.Happening;
using Wire = CcsBridge.Local.Ccs.Endpoint.Happening;

namespace CcsBridge.Tests.Bridges;

/// <summary>What the real parts hold and remember once everything has settled.</summary>
internal sealed class Aftermath(Bridge bridge, BusWatch events, BusWatch outcomes)
{
    /// <summary>One message of a phone's.</summary>
    public UpstreamCounts Upstream(string messageId)
    {
        var ids = Ids(events, messageId);
        return new UpstreamCounts(
            HandedUp: bridge.Ccs.Log.OfType<Wire.UpstreamDelivered>().Count(up => up.MessageId == messageId),
            OnTopic: ids.Count,
            Folded: Folded("upstream", ids));
    }

    /// <summary>One message of an app's, put-back copies and all.</summary>
    public DownstreamCounts Downstream(string messageId)
    {
        var ids = Ids(outcomes, messageId);
        return new DownstreamCounts(
            InInbox: bridge.Ccs.Inbox("anna").Count(message => message.MessageId == messageId),
            Outcomes: ids.Count,
            Folded: Folded("outcomes", ids));
    }

    private static List<string> Ids(BusWatch watch, string messageId)
    {
        var ids = new List<string>();
        // Counting looks at everything that was seen.
        watch.Count(seen =>
        {
            if (seen.Member("message_id") == messageId)
                ids.Add(seen.Id);
            return true;
        });
        return ids;
    }

    private int Folded(string topic, List<string> ids) =>
        bridge.Broker.Happenings.Log.OfType<Happening.Folded>().Count(folded => folded.Entity == topic && ids.Contains(folded.MessageId));
}

/// <param name="HandedUp">How often the endpoint wrote it to a connector.</param>
/// <param name="OnTopic">How many events of it the subscription held.</param>
/// <param name="Folded">How many more the topic took for repeats.</param>
internal readonly record struct UpstreamCounts(int HandedUp, int OnTopic, int Folded);

/// <param name="InInbox">How often the phone got it.</param>
/// <param name="Outcomes">How many events of it the subscription held.</param>
/// <param name="Folded">How many more the topic took for repeats.</param>
internal readonly record struct DownstreamCounts(int InInbox, int Outcomes, int Folded);
