using System.Text;
using CcsBridge.Ccs;

namespace CcsBridge.Tests.Ccs;

/// <summary>Whatever an endpoint says, in whatever order and cut: no exception, and the counts stay honest.</summary>
public sealed class SessionFuzzTests
{
    private const int Window = 8;

    private static readonly string[] Stanzas =
    [
        " ", "<presence/>", "<message/>", "<iq type='get'><ping xmlns='urn:xmpp:ping'/></iq>", "<iq type='result' id='ping-1'/>",
        "<a xmlns:b=''/>", "<xml:a/>", "<a:b:c/>", "<a>&undefined;</a>", "<a b='1' b='2'/>", "<message id='d-1' type='error'/>",
        "<stream:error/>", "</stream:stream>", "<message><gcm", "<a>&#xD800;</a>", "<a>\u0001</a>", "<a xmlns:xml='u'/>",
    ];

    private static readonly string[] Json =
    [
        "", "null", "[]", "{}", "{'from':null}", "'\\ud800'", "{'\\ud800':1}", "{'message_type':'\\udfff'}", "{'message_type':{}}",
        "{'message_type':'ack','message_id':'\\ud800'}", "{'from':'\\ud800','message_id':'m'}", "{'message_type':'nack','error':7}",
        "{'message_type':'control'}", "{'from':'d','message_id':'m-1','data':{'\\ud800':''}}", "{'data':{'a':{'a':1}}}",
        "{'from':'d','message_id':'m-2','category':'c','time_to_live':1e400}", "{'from':'d','message_id':'m-3','category':'c'}",
        "{'from':'gcm.googleapis.com','message_id':'dr2:','message_type':'receipt'}", "{'message_type':'ack','message_id':'d-2'}",
    ];

    [Fact]
    public void A_session_survives_any_endpoint_and_counts_rightly()
    {
        var ends = 0;
        var answers = 0;
        for (var seed = 0; seed < 3_000; seed++)
        {
            var play = new Play(seed);
            for (var step = 0; step < 60 && !play.IsOver; step++)
                play.Step();
            ends += play.IsOver ? 1 : 0;
            answers += play.Answers;
        }

        // Or it would have tested nothing.
        Assert.InRange(ends, 100, 3_000);
        Assert.InRange(answers, 1_000, int.MaxValue);
    }

    private sealed class Play(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly CcsSession _session = new(Wire.Settings(Window));
        private readonly HashSet<string> _inFlight = [];
        private readonly HashSet<string> _timedOut = [];
        private readonly List<(string From, string MessageId)> _unacknowledged = [];
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;
        private int _room, _sent;
        private bool _isOpen, _isBound, _isLeaving;

        public bool IsOver { get; private set; }

        public int Answers { get; private set; }

        public void Step()
        {
            _now += TimeSpan.FromSeconds(_random.Next(3));
            if (!_isOpen)
                Feed(new SessionInput.Opened());
            else if (!_isBound && _random.Next(50) > 0)
                Hear(Wire.Header + Wire.Mechanisms + Wire.Success + Wire.Header + Wire.Features + Wire.BindResult);
            else
                Anything();
            _isOpen = true;
        }

        private void Anything()
        {
            switch (_random.Next(12))
            {
                case 0 when _random.Next(4) == 0: Hear(Stanzas[_random.Next(Stanzas.Length)]); break;
                case 1 or 2: Hear(Wire.FromDevice(AnyJson())); break;
                case 3 or 4: Hear(Wire.FromEndpoint(AnyJson())); break;
                case 5: Hear(Wire.Ack($"d-{_sent - _random.Next(4)}")); break;
                case 6: Hear(Wire.Nack($"d-{_sent - 1}", _random.Next(9) == 0 ? "CONNECTION_DRAINING" : "BAD_ACK")); break;
                case 7: Feed(new SessionInput.Published("d", $"m-{_random.Next(4)}")); break;
                case 8: Tick(_random.Next(40)); break;
                case 9 when _random.Next(20) == 0: Feed(new SessionInput.Stop()); break;
                case 10 when _random.Next(50) == 0: Feed(new SessionInput.Closed("reset")); break;
                default: Submit(); break;
            }
        }

        private string AnyJson() => Json[_random.Next(Json.Length)].Replace('\'', '"');

        private void Submit()
        {
            if (_room == 0)
                return;
            _inFlight.Add($"d-{_sent}");
            Feed(new SessionInput.Submit($"d-{_sent++}", "{}"));
        }

        private void Hear(string xml)
        {
            foreach (var chunk in Encoding.UTF8.GetBytes(xml).Chunk(1 + _random.Next(xml.Length)))
                Feed(new SessionInput.Bytes(chunk));
        }

        private void Tick(int seconds)
        {
            _now += TimeSpan.FromSeconds(seconds);
            Feed(new SessionInput.Tick());
            Assert.True(_session.NextDue is null || _session.NextDue > _now, "a tick leaves nothing due");
        }

        private void Feed(SessionInput input)
        {
            foreach (var effect in _session.On(input, _now))
            {
                Assert.False(IsOver, "nothing follows the end");
                Look(effect, input);
            }

            Assert.InRange(_session.WindowSize, 1, Window);
            Assert.InRange(_session.TimedOutSlots, 0, _session.WindowSize);
        }

        private void Look(SessionEffect effect, SessionInput input)
        {
            switch (effect)
            {
                case SessionEffect.Bound: _isBound = true; break;
                case SessionEffect.Room room: Assert.InRange(_room = room.Slots, 0, _isLeaving ? 0 : Window); break;
                case SessionEffect.Upstream up: _unacknowledged.Add((up.From, up.MessageId)); break;
                case SessionEffect.Malformed up: _unacknowledged.Add((up.From, up.MessageId)); break;
                case SessionEffect.Answered answered: Assert.True(_inFlight.Remove(answered.MessageId)); Answers++; break;
                case SessionEffect.Unanswered silent: Assert.True(_inFlight.Remove(silent.MessageId) && _timedOut.Add(silent.MessageId)); break;
                case SessionEffect.Draining or SessionEffect.Retire: Assert.False(_isLeaving); _isLeaving = true; break;
                case SessionEffect.AnsweredLate late: Assert.True(_timedOut.Remove(late.MessageId)); break;
                case SessionEffect.Ended: IsOver = true; break;
                case SessionEffect.Write write when input is SessionInput.Published broker && write.Data.Span.StartsWith("<message>"u8):
                    Assert.True(_unacknowledged.Remove((broker.From, broker.MessageId)));
                    break;
            }
        }
    }
}
