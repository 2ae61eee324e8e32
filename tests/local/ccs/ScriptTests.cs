using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Tests.Local.Ccs;

public sealed class ScriptTests
{
    private const string One = """{"to":"phone-anna-token","message_id":"d-1"}""";
    private const string Two = """{"to":"phone-anna-token","message_id":"d-2"}""";
    private readonly EndpointRig _rig = new();

    public ScriptTests() => _rig.Bind(1);

    [Fact]
    public void A_nack_is_given_as_often_as_asked_and_to_its_phone_only()
    {
        _rig.On(new Input.Script(new ScriptedAnswer.Nack("SERVICE_UNAVAILABLE"), "phone-other", 1));
        _rig.On(new Input.Script(new ScriptedAnswer.Nack("QUOTA_EXCEEDED"), EndpointRig.Token, 1));
        Assert.Equal("QUOTA_EXCEEDED", EndpointRig.Error(_rig.Downstream(1, One)));
        Assert.Equal(0, _rig.Anna.Inbox.LastNumber);
        Assert.Null(EndpointRig.Error(_rig.Downstream(1, Two)));
    }

    [Fact]
    public void Silence_keeps_the_slot_and_a_duplicate_answers_twice()
    {
        _rig.On(new Input.Script(new ScriptedAnswer.Silence(), null, 1));
        _rig.On(new Input.Script(new ScriptedAnswer.Duplicate(), null, 1));
        Assert.Equal("", _rig.Downstream(1, One));
        Assert.Equal(2, _rig.Receive(1, EndpointRig.Message(Two)).OfType<Effect.Write>().Count());
        Assert.Contains("awaits its answer", _rig.Downstream(1, One), StringComparison.Ordinal);
    }

    [Fact]
    public void A_canonical_token_comes_with_the_ack()
    {
        _rig.On(new Input.Script(new ScriptedAnswer.Canonical("new-token"), null, 1));
        Assert.Equal("new-token", EndpointRig.Json(_rig.Downstream(1, One)).GetProperty("registration_id").GetString());
    }

    [Fact]
    public void A_drop_cuts_without_a_word()
    {
        _rig.On(new Input.Script(new ScriptedAnswer.Drop(), null, 1));
        var effects = _rig.Receive(1, EndpointRig.Message(One) + EndpointRig.Message(Two));
        Assert.Equal("", EndpointRig.Written(effects, 1));
        Assert.Contains(new Effect.Abort(1), effects);
        Assert.Equal(0, _rig.Anna.Inbox.LastNumber);
    }

    [Fact]
    public void A_held_answer_waits_and_the_phone_has_its_message()
    {
        _rig.On(new Input.Hold(new HoldPoint.Answers("d-1")));
        Assert.Equal("", _rig.Downstream(1, One));
        Assert.Equal(1, _rig.Anna.Inbox.LastNumber);
        Assert.NotEqual("", _rig.Downstream(1, Two));
        var released = _rig.On(new Input.Release(new HoldPoint.Answers("d-1")));
        Assert.Equal("d-1", EndpointRig.Json(EndpointRig.Written(released, 1)).GetProperty("message_id").GetString());
    }

    [Fact]
    public void A_held_answer_dies_with_its_connection()
    {
        _rig.On(new Input.Hold(new HoldPoint.Answers()));
        _rig.Downstream(1, One);
        _rig.On(new Input.Disconnected(1));
        _rig.Bind(2);
        Assert.Empty(_rig.On(new Input.Release(new HoldPoint.Answers())));
    }

    [Fact]
    public void Held_reads_leave_the_socket_alone_and_lose_nothing()
    {
        Assert.Contains(new Effect.StopReading(1), _rig.On(new Input.Hold(new HoldPoint.Reads())));
        Assert.Contains(new Effect.StopReading(2), _rig.On(new Input.Connected(2)));
        var message = EndpointRig.Message(One);
        Assert.Equal([new Effect.Happened(new Happening.LeftUnread(1, 20))], _rig.Receive(1, message[..20]));
        Assert.Equal([new Effect.Happened(new Happening.LeftUnread(1, message.Length - 20))], _rig.Receive(1, message[20..]));
        var released = _rig.On(new Input.Release(new HoldPoint.Reads()));
        Assert.Contains(new Effect.ResumeReading(2), released);
        Assert.Equal("d-1", EndpointRig.Json(EndpointRig.Written(released, 1)).GetProperty("message_id").GetString());
    }

    [Theory]
    [InlineData((int)DrainSignal.Both, true, "CONNECTION_DRAINING")]
    [InlineData((int)DrainSignal.Control, true, null)]
    [InlineData((int)DrainSignal.Nack, false, "CONNECTION_DRAINING")]
    public void Draining_is_said_by_control_by_nack_or_by_both(int signal, bool control, string? error)
    {
        var said = EndpointRig.Written(_rig.On(new Input.Drain(1, (DrainSignal)signal, false, TimeSpan.FromSeconds(5))), 1);
        Assert.Equal(control, said.StartsWith("<message><data:gcm", StringComparison.Ordinal)
            && EndpointRig.Json(said).GetProperty("control_type").GetString() == "CONNECTION_DRAINING");
        Assert.Equal(error, EndpointRig.Error(_rig.Downstream(1, One)));
    }

    [Fact]
    public void A_draining_connection_still_takes_acks_gets_nothing_new_and_is_closed_in_time()
    {
        _rig.PhoneSends();
        var said = EndpointRig.Written(_rig.On(new Input.Drain(1, DrainSignal.Both, true, TimeSpan.FromSeconds(5))), 1);
        Assert.StartsWith("<message type=\"normal\"><gcm ", said, StringComparison.Ordinal);
        Assert.Equal("", EndpointRig.Delivered(_rig.PhoneSends()));
        Assert.Equal("2:m-2", EndpointRig.Delivered(_rig.Bind(2)));
        Assert.Equal("", _rig.Ack(1, "m-1"));
        _rig.Now = _rig.Now.AddSeconds(5);
        var closed = _rig.On(new Input.Tick());
        Assert.Equal("</stream:stream>", EndpointRig.Written(closed, 1));
        Assert.Contains(new Effect.Close(1), closed);
    }
}
