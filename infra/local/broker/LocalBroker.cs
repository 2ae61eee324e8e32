namespace CcsBridge.Local.Broker;

/// <summary>
/// A Service Bus of one's own on 127.0.0.1, in memory: the entities of <c>servicebus.json</c> over AMQP 1.0 without TLS, as the
/// official emulator serves them. No sessions, partitions, transactions or deferral, and of the management operations those on
/// locks only: the rest is refused by name.
/// </summary>
internal sealed class LocalBroker : IAsyncDisposable
{
    private readonly EngineDriver _driver;
    private readonly BrokerListener _listener;
    private readonly BrokerOptions _options;
    private readonly SendersCredit _credit;

    private LocalBroker(EngineDriver driver, BrokerListener listener, BrokerOptions options, SendersCredit credit, Happenings happenings)
    {
        (_driver, _listener, _options, _credit) = (driver, listener, options, credit);
        Happenings = happenings;
    }

    public int Port => _listener.Port;

    /// <summary>As the official emulator's, with the port in it: what every client here understands.</summary>
    public string ConnectionString =>
        $"Endpoint=sb://127.0.0.1:{Port};SharedAccessKeyName={_options.KeyName};SharedAccessKey={_options.Key};UseDevelopmentEmulator=true";

    /// <summary>What happens, to be awaited.</summary>
    public Happenings Happenings { get; }

    /// <summary>Messages sent to a topic that matched none of its subscriptions (<c>monitor</c> not counted).</summary>
    public long Unmatched => _driver.Ask(engine => engine.Unmatched);

    /// <summary>Rules that messages sent to topics were held against (<c>monitor</c> not counted).</summary>
    public long FilterEvaluations => _driver.Ask(engine => engine.FilterEvaluations);

    /// <summary>Listens; throws <see cref="IOException"/> naming the port if it is in use.</summary>
    public static LocalBroker Start(BrokerOptions options)
    {
        var happenings = new Happenings();
        var engine = new BrokerEngine(options.Topology ?? Topology.Load(), Guid.NewGuid);
        var driver = new EngineDriver(engine, options.Time, happenings);
        var credit = new SendersCredit(happenings);
        var listener = BrokerListener.Open(options, driver, credit);
        driver.Start();
        listener.Start();
        return new LocalBroker(driver, listener, options, credit, happenings);
    }

    /// <summary>From now on messages to this queue or topic are taken and given out, but their senders hear nothing.</summary>
    public void Hold(string entity) => _driver.Post(new BrokerInput.Hold(entity));

    /// <summary>Ends the hold; what it kept back is confirmed.</summary>
    public void EndHold(string entity) => _driver.Post(new BrokerInput.EndHold(entity));

    /// <summary>
    /// From now on settlements of this queue's or subscription's messages are not heard, as if their bytes were not read yet; their
    /// locks run on.
    /// </summary>
    public void HoldSettlements(string entity) => _driver.Post(new BrokerInput.HoldSettlements(entity));

    /// <summary>Ends that hold; what it kept back is heard, and comes too late for a lock that is over.</summary>
    public void EndHoldSettlements(string entity) => _driver.Post(new BrokerInput.EndHoldSettlements(entity));

    /// <summary>
    /// From now on nobody has credit to send to this queue or topic. A sender that is there may have a message under way: it is taken.
    /// </summary>
    public void WithholdCredit(string entity) => _credit.Withhold(entity);

    /// <summary>Senders to this queue or topic have credit again.</summary>
    public void GiveCredit(string entity) => _credit.Give(entity);

    /// <summary>What a queue, subscription or dead-letter queue holds now; null: there is no such entity.</summary>
    public EntityCounts? Count(string entity) => _driver.Ask(engine => engine.Count(entity));

    /// <summary>Cuts every AMQP connection without a word, as a network does.</summary>
    public void DropConnections() => _listener.DropConnections();

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _driver.DisposeAsync();
    }
}
