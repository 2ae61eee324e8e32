namespace CcsBridge.Contracts;

/// <summary>
/// The application properties that are ours (<c>ccsbridge-*</c>) on a downstream request. An app sets only <c>ccsbridge-report</c>;
/// the others a put-back copy carries on. An app's own properties, whatever their names, mean nothing to us and are kept.
/// </summary>
/// <param name="First">Where and when the request was first received; absent on an original.</param>
/// <param name="Hop">How many copies came before, this one counted; 0 on an original.</param>
/// <param name="Attempts">Times it was sent and refused for now, or not answered.</param>
/// <param name="Ends">Sessions that ended with it as their only unanswered message: with any, it travels alone.</param>
/// <param name="Turn">Its turn on a rate-limited key was given: it is sent when it comes again, unless the key was refused since.</param>
/// <param name="Version">Of the contract that its sender wrote for; 1 where nothing is said.</param>
/// <param name="MessageId">The CCS <c>message_id</c>, which stays over every retry.</param>
/// <param name="Report">Whether an <c>accepted</c> event is wanted.</param>
public sealed record BridgeProperties(
    FirstReceipt? First = null,
    int Hop = 0,
    int Attempts = 0,
    string? MessageId = null,
    Report Report = Report.All,
    int Ends = 0,
    bool Turn = false,
    int Version = BridgeProperties.CurrentVersion)
{
    /// <summary>The contract of this code.</summary>
    public const int CurrentVersion = 1;

    public const string FirstName = "ccsbridge-first";
    public const string HopName = "ccsbridge-hop";
    public const string AttemptsName = "ccsbridge-attempts";
    public const string MessageIdName = "ccsbridge-message-id";
    public const string EndsName = "ccsbridge-ends";
    public const string TurnName = "ccsbridge-turn";
    public const string VersionName = "ccsbridge-version";
    public const string ReportName = "ccsbridge-report";

    /// <summary>What all names of ours begin with; a replayed dead letter is stripped of them.</summary>
    public const string Prefix = "ccsbridge-";

    private const int MostHops = 1_000_000;

    /// <summary>Reads ours among the properties, checked and bounded; null with at least one refusal.</summary>
    public static BridgeProperties? Read(IReadOnlyDictionary<string, object> properties, out IReadOnlyList<Refusal> refusals)
    {
        var found = new List<Refusal>();
        var read = new BridgeProperties();
        foreach (var (name, value) in properties)
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal))
                read = Take(read, name, value, found);
        }

        refusals = found;
        return found.Count == 0 ? read : null;
    }

    /// <summary>Ours as application properties.</summary>
    public IReadOnlyDictionary<string, object> Write()
    {
        var properties = new Dictionary<string, object> { [HopName] = Hop, [AttemptsName] = Attempts };
        if (First is not null)
            properties[FirstName] = First.ToString();
        if (MessageId is not null)
            properties[MessageIdName] = MessageId;
        if (Report != Report.All)
            properties[ReportName] = "failures";
        if (Ends > 0)
            properties[EndsName] = Ends;
        if (Turn)
            properties[TurnName] = true;
        if (Version != CurrentVersion)
            properties[VersionName] = Version;
        return properties;
    }

    private static BridgeProperties Take(BridgeProperties read, string name, object value, List<Refusal> found)
    {
        switch (name, value)
        {
            case (FirstName, string text) when FirstReceipt.Parse(text) is { } first: return read with { First = first };
            case (HopName, int hop and >= 0 and <= MostHops): return read with { Hop = hop };
            case (AttemptsName, int attempts and >= 0 and <= MostHops): return read with { Attempts = attempts };
            case (MessageIdName, string { Length: > 0 and <= 255 } id): return read with { MessageId = id };
            case (EndsName, int ends and >= 0 and <= MostHops): return read with { Ends = ends };
            case (TurnName, bool turn): return read with { Turn = turn };
            case (VersionName, int version and >= 1 and <= MostHops): return read with { Version = version };
            case (ReportName, "all"): return read with { Report = Report.All };
            case (ReportName, "failures"): return read with { Report = Report.Failures };
        }

        found.Add(new Refusal(MemberReader.Printable(name), $"a value of type {value.GetType().Name}", name switch
        {
            FirstName => "queue/sequence number/Unix milliseconds, set by the connector alone",
            HopName or AttemptsName or EndsName => $"an int from 0 to {MostHops}, set by the connector alone",
            MessageIdName => "1 to 255 characters, set by the connector alone",
            TurnName => "true or false, set by the connector alone",
            VersionName => "an int from 1 on",
            ReportName => "\"all\" or \"failures\"",
            _ => $"no property of that name; names that begin with {Prefix} are the connector's own",
        }));
        return read;
    }
}

/// <summary>Which outcomes of a request are told: every event costs operations.</summary>
public enum Report
{
    /// <summary>Accepted and rejected.</summary>
    All,

    /// <summary>Rejected only.</summary>
    Failures,
}
