using static CcsBridge.Tests.Local.Broker.Model.QueueRules;

namespace CcsBridge.Tests.Local.Broker.Model;

/// <summary>
/// What Service Bus says of one queue and its dead-letter queue, in as few words as it takes: a list of messages, looked through anew
/// for everything. Written from the rules; it shares nothing with the engine.
/// </summary>
internal sealed class QueueModel
{
    private readonly List<ModelMessage> _messages = [];
    private readonly Dictionary<string, DateTimeOffset> _firstSeen = [];
    private readonly int[] _waiting = [0, 0];
    private readonly long[] _lastNumber = [0, 0];
    private readonly List<(ModelMessage Message, Seen.Given Seen)> _given = [];
    private readonly List<(ModelMessage Message, Seen.Given Seen)> _now = [];
    private readonly List<Seen.Confirmed> _unconfirmed = [];
    private bool _holds;
    private int _sends;

    /// <summary>When something happens by itself; null: nothing will.</summary>
    public DateTimeOffset? NextDue => _messages.Min(message => message.Due);

    /// <summary>What is due happens, and then the command.</summary>
    /// <param name="command">What is done.</param>
    /// <param name="now">Not after <see cref="NextDue"/>, and nothing else has been done at this very time.</param>
    public IReadOnlyList<Seen> On(Command command, DateTimeOffset now)
    {
        var earlier = _given.Count;
        Seen[] answer = [];
        if (NextDue == now)
            Happen(_messages.Single(message => message.Due == now), now);
        Serve(now);

        if (command is Command.Send send)
            Send(send, now);
        else if (command is Command.Settle settle && earlier > 0)
            answer = [Settle(_given[earlier - 1 - (settle.Back % earlier)], settle.How, now)];
        else if (command is Command.Receive receive)
            _waiting[(int)receive.From]++;
        else if (command is Command.Hold or Command.EndHold)
            _holds = command is Command.Hold;
        Serve(now);

        if (command is Command.Receive { Waits: false, From: var place })
            _waiting[(int)place] = 0;
        IReadOnlyList<Seen> confirmed = _holds ? [] : [.. _unconfirmed];
        _unconfirmed.RemoveAll(_ => !_holds);
        _given.AddRange(_now.OrderBy(given => given.Seen.From));
        _now.Clear();
        return Seen.InOrder([.. confirmed, .. _given.Skip(earlier).Select(given => given.Seen), .. answer, Counts()]);
    }

    private void Happen(ModelMessage message, DateTimeOffset now)
    {
        if (message.KeptBackUntil is not null)
            Enqueue(message, now);
        else if (message.LockedUntil is not null)
            GiveBack(message, counted: true, now);
        else
            Bury(message, "TTLExpiredException");
    }

    // A repeat is confirmed like the first.
    private void Send(Command.Send send, DateTimeOffset now)
    {
        _unconfirmed.Add(new(++_sends));
        if (_firstSeen.TryGetValue(send.Id, out var first) && now < first + DuplicateWindow)
            return;

        _firstSeen[send.Id] = now;
        var message = new ModelMessage
        {
            Id = send.Id,
            TimeToLive = send.TimeToLive < TimeToLive ? send.TimeToLive.Value : TimeToLive,
            KeptBackUntil = now + send.KeptBack,
        };
        _messages.Add(message);
        if (send.KeptBack is null)
            Enqueue(message, now);
    }

    private Seen Settle((ModelMessage Message, Seen.Given Seen) given, Ending how, DateTimeOffset now)
    {
        var message = given.Message;
        if (message.LockedUntil != given.Seen.LockedUntil || (how == Ending.DeadLetter && message.Place == Place.DeadLetters))
            return new Seen.NotSettled();

        if (how == Ending.DeadLetter)
            Bury(message, Reason);
        else if (how != Ending.Complete)
            GiveBack(message, counted: how == Ending.Abandon, now);
        else
            Forget(message);
        return new Seen.Settled();
    }

    // Its life, and its place in the line, begin when it can be received.
    private void Enqueue(ModelMessage message, DateTimeOffset now)
    {
        message.KeptBackUntil = null;
        message.EnqueuedTime = now;
        message.ExpiresAt = now + message.TimeToLive;
        message.Number = ++_lastNumber[(int)Place.Queue];
    }

    // To its old place in the line. Dead letters have no limits.
    private void GiveBack(ModelMessage message, bool counted, DateTimeOffset now)
    {
        message.LockedUntil = null;
        message.DeliveryCount += counted ? 1 : 0;
        if (counted && message.Place == Place.Queue && message.DeliveryCount >= MaxDeliveryCount)
            Bury(message, "MaxDeliveryCountExceeded");
        else if (message.ExpiresAt <= now)
            Bury(message, "TTLExpiredException");
    }

    private void Bury(ModelMessage message, string reason)
    {
        (message.LockedUntil, message.ExpiresAt, message.Place, message.Reason) = (null, null, Place.DeadLetters, reason);
        message.Number = ++_lastNumber[(int)Place.DeadLetters];
    }

    private void Forget(ModelMessage message)
    {
        message.LockedUntil = null;
        _messages.Remove(message);
    }

    // Who waits is given the lowest number there is.
    private void Serve(DateTimeOffset now)
    {
        foreach (var place in Enum.GetValues<Place>())
        {
            while (_waiting[(int)place] > 0 && Available(place).MinBy(m => m.Number) is { } message)
            {
                _waiting[(int)place]--;
                message.LockedUntil = now + LockDuration;
                _now.Add((message, new Seen.Given(
                    place, message.Id, message.Number, message.DeliveryCount, message.EnqueuedTime, now + LockDuration, message.Reason)));
            }
        }
    }

    private Seen.Counts Counts() => new(
        Available(Place.Queue).Count(), Locked(Place.Queue), _messages.Count(m => m.KeptBackUntil is not null),
        Available(Place.DeadLetters).Count(), Locked(Place.DeadLetters));

    private IEnumerable<ModelMessage> Available(Place place) =>
        _messages.Where(m => m.Place == place && m.KeptBackUntil is null && m.LockedUntil is null);

    private int Locked(Place place) => _messages.Count(m => m.Place == place && m.LockedUntil is not null);
}
