using System.Threading.Channels;
using CcsBridge.Ccs;
using CcsBridge.Connector.Deliveries;
using CcsBridge.Contracts;
using CcsBridge.Delivery;

namespace CcsBridge.Connector.Sessions;

/// <summary>
/// Lives one session on an open stream: bytes to the core, the core's effects to the stream and to the promise. One loop owns the
/// core; everybody else leaves word in its mailbox.
/// </summary>
internal sealed class SessionDriver(
    SessionId id, CcsSession core, Step<SessionInput, SessionEffect> step, Stream stream, DeliveryDriver delivery, ConnectionState state,
    Action<string> bound, TimeProvider time, ILogger log)
{
    /// <summary>How long the last bytes may take to be written.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    // Bounded by what may be posted: one submission a slot given, one acknowledgement a message taken in, and a few words of our own.
    private readonly Channel<SessionInput> _mailbox = Channel.CreateUnbounded<SessionInput>(new UnboundedChannelOptions { SingleReader = true });
    private readonly OutgoingBytes _outgoing = new(stream);
    private readonly TaskCompletionSource<bool> _retired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _buffer = new byte[16 * 1024];
    private volatile bool _reading = true;
    private int _room;
    private int _slotsGiven;
    private Task<SessionInput>? _read;
    private SessionOver? _over;

    /// <summary>Uses a slot that was given to the promise.</summary>
    public void Submit(string messageId, DownstreamRequest request) => _mailbox.Writer.TryWrite(CcsWords.ToCcs(messageId, request));

    /// <summary>The topic has it.</summary>
    public void Acknowledge(string from, string messageId) => _mailbox.Writer.TryWrite(new SessionInput.Published(from, messageId));

    /// <summary>A successor is wanted.</summary>
    public void Retire(string reason) => _mailbox.Writer.TryWrite(new SessionInput.Retire(reason));

    /// <summary>Read the socket, or leave it unread: the only brake there is.</summary>
    public void Read(bool on)
    {
        _reading = on;
        _mailbox.Writer.TryWrite(new SessionInput.Tick());
    }

    /// <summary>The session's life until it ends, or until it takes nothing more and its tail begins.</summary>
    public async Task<SessionEnd> RunAsync(CancellationToken stop)
    {
        var life = LiveAsync(stop);
        var retired = RetiredAsync();
        return await Task.WhenAny(life, retired) == life
            ? await life
            : new SessionEnd.Draining(new SessionTail(life, () => _mailbox.Writer.TryWrite(new SessionInput.Stop())), AtOnce: await retired);
    }

    // Awaited here and not in WhenAny: there it would continue on the thread pool, outside of any simulation.
    private async Task<bool> RetiredAsync() => await _retired.Task;

    // The whole life. The stream is closed when it ends, and the promise has been told.
    private async Task<SessionEnd> LiveAsync(CancellationToken stop)
    {
        using var dead = new CancellationTokenSource();
        using var alarm = new Alarm(time, () => _mailbox.Writer.TryWrite(new SessionInput.Tick()));
        using var stopping = stop.Register(() => _mailbox.Writer.TryWrite(new SessionInput.Stop()));
        var writing = WriteAsync(dead.Token);
        try
        {
            await TakeAsync(new SessionInput.Opened());
            await LoopAsync(alarm, dead.Token);
            return _over switch
            {
                SessionOver.Stopped => new SessionEnd.Stopped(),
                SessionOver.Rejected rejected => new SessionEnd.Rejected(rejected.Reason, rejected.Remedy),
                SessionOver.Dropped dropped => new SessionEnd.Dropped(dropped.Reason),
                _ => throw new InvalidOperationException($"no end for {_over}"),
            };
        }
        catch (Exception fault)
        {
            await delivery.PostAsync(new DeliveryInput.SessionEnded(id));
            return new SessionEnd.Faulted(fault);
        }
        finally
        {
            _outgoing.Complete();
            await Task.WhenAny(writing, Task.Delay(LastWords, time, CancellationToken.None));
            dead.Cancel();
            await stream.DisposeAsync();
            await writing;
            await (_read ?? Task.CompletedTask);
        }
    }

    private async Task LoopAsync(Alarm alarm, CancellationToken dead)
    {
        var mail = MailAsync();
        while (_over is null)
        {
            alarm.Set(core.NextDue);
            if (_reading)
                _read ??= ReadAsync(dead);
            await Task.WhenAny(_read ?? (Task)mail, mail);
            if (mail.IsCompleted)
            {
                while (_over is null && _mailbox.Reader.TryRead(out var input))
                    await TakeAsync(input);
                mail = MailAsync();
            }

            if (_over is null && _read is { IsCompleted: true })
            {
                await TakeAsync(await _read);
                _read = null;
            }
        }
    }

    // Not AsTask: that continues on the thread pool, outside of any simulation.
    private async Task<bool> MailAsync() => await _mailbox.Reader.WaitToReadAsync(CancellationToken.None);

    private async Task TakeAsync(SessionInput input)
    {
        if (input is SessionInput.Submit submit)
        {
            _slotsGiven--;
            if (_room == 0)
            {
                // The endpoint began to drain after the slot was given: nothing is written, nothing is lost.
                await delivery.PostAsync(new DeliveryInput.NotWritten(id, submit.MessageId));
                return;
            }
        }

        foreach (var effect in step(input, time.GetUtcNow()))
            await CarryOutAsync(effect);
    }

    private async ValueTask CarryOutAsync(SessionEffect effect)
    {
        switch (effect)
        {
            case SessionEffect.Write write when !_outgoing.TryAdd(write.Data):
                _mailbox.Writer.TryWrite(new SessionInput.Closed("the endpoint reads nothing any more"));
                break;
            case SessionEffect.Note note:
                Log.SessionNoted(log, state.Name, id.ToString(), note.Text);
                break;
            case SessionEffect.Room room:
                _room = room.Slots;
                await GiveSlotsAsync();
                break;
            case SessionEffect.Bound login:
                state.Bound(login.Jid);
                bound(login.Jid);
                Log.SessionBound(log, state.Name, id.ToString(), login.Jid);
                break;
            case SessionEffect.Draining:
                Log.SessionDraining(log, state.Name, id.ToString());
                _retired.TrySetResult(false);
                break;
            case SessionEffect.Retire retire:
                Log.SessionRetired(log, state.Name, id.ToString(), retire.Reason);
                _retired.TrySetResult(true);
                break;
            case SessionEffect.Ended ended:
                _over = ended.Over;
                break;
        }

        if (CcsWords.ToDelivery(effect, id) is { } word)
            await delivery.PostAsync(word, this);
    }

    // The core says how much room there is; the promise is given what it has not been given yet.
    private async ValueTask GiveSlotsAsync()
    {
        var more = _room - _slotsGiven;
        if (more <= 0)
            return;
        _slotsGiven += more;
        await delivery.PostAsync(new DeliveryInput.Slots(id, more));
    }

    private async Task<SessionInput> ReadAsync(CancellationToken dead)
    {
        try
        {
            var count = await stream.ReadAsync(_buffer, dead);
            return count == 0 ? new SessionInput.Closed("the endpoint closed the connection") : new SessionInput.Bytes(_buffer.AsMemory(0, count));
        }
        catch (Exception e) when (IsTheEnd(e))
        {
            return new SessionInput.Closed($"the connection was lost: {e.Message.TrimEnd('.')}");
        }
    }

    private async Task WriteAsync(CancellationToken dead)
    {
        try
        {
            await _outgoing.RunAsync(dead);
        }
        catch (Exception e) when (IsTheEnd(e))
        {
            _mailbox.Writer.TryWrite(new SessionInput.Closed($"the connection was lost: {e.Message.TrimEnd('.')}"));
        }
    }

    // At the session's own end the stream is closed whether or not the last words are out: then it is disposed of under the one who writes.
    private static bool IsTheEnd(Exception e) => e is IOException or OperationCanceledException or ObjectDisposedException;
}
