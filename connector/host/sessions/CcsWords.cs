using System.Text;
using CcsBridge.Ccs;
using CcsBridge.Contracts;
using CcsBridge.Delivery;
using Answer = CcsBridge.Delivery.Answer;
using CcsAnswer = CcsBridge.Ccs.Answer;

namespace CcsBridge.Connector.Sessions;

/// <summary>CCS's words in the promise's, one switch: the seam for other device networks. The two cores do not see each other.</summary>
internal static class CcsWords
{
    /// <summary>Null: the effect is the driver's own affair.</summary>
    public static DeliveryInput? ToDelivery(SessionEffect effect, SessionId session) => effect switch
    {
        SessionEffect.Bound => new DeliveryInput.SessionReady(session),
        SessionEffect.Upstream up => new DeliveryInput.FromDevice(
            session, new Upstream.Message(up.From, up.MessageId, up.Category, up.TimeToLive, up.Data)),
        SessionEffect.Receipt receipt => new DeliveryInput.FromDevice(
            session,
            new Upstream.Receipt(receipt.From, receipt.MessageId, receipt.OriginalMessageId, receipt.Device, receipt.Status, receipt.SentAt)),
        SessionEffect.Malformed bad => new DeliveryInput.FromDevice(
            session, new Upstream.Malformed(bad.From, bad.MessageId, bad.Reason, bad.Raw)),
        SessionEffect.Answered answered => new DeliveryInput.Answered(session, answered.MessageId, ToAnswer(answered.Answer)),
        SessionEffect.Unanswered silent => new DeliveryInput.Unanswered(session, silent.MessageId),
        SessionEffect.AnsweredLate late => new DeliveryInput.AnsweredLate(session, late.MessageId),
        SessionEffect.Draining or SessionEffect.Retire => new DeliveryInput.SessionDraining(session),
        SessionEffect.Ended ended => new DeliveryInput.SessionEnded(session, ByUs: ended.Over is SessionOver.Stopped),
        SessionEffect.Write or SessionEffect.Room or SessionEffect.Note => null,
        _ => throw new InvalidOperationException($"no word for {effect.GetType().Name}"),
    };

    /// <summary>A request has CCS's own member names, so its JSON is the stanza's.</summary>
    public static SessionInput.Submit ToCcs(string messageId, DownstreamRequest request) =>
        new(messageId, Encoding.UTF8.GetString(request.ToJson()));

    private static Answer ToAnswer(CcsAnswer answer) => answer switch
    {
        CcsAnswer.Accepted accepted => new Answer.Accepted(accepted.RegistrationId, accepted.FailedRegistrationIds),
        CcsAnswer.Refused refused => new Answer.Refused(refused.Error, refused.Description),
        // RFC 6120 §8.3.2: "wait" is the one type that invites to try again.
        CcsAnswer.StanzaError { Type: "wait" } wait => new Answer.Refused("SERVICE_UNAVAILABLE", Describe(wait)),
        CcsAnswer.StanzaError error => new Answer.Refused(Policy.StanzaError, Describe(error)),
        _ => throw new InvalidOperationException($"no word for {answer.GetType().Name}"),
    };

    private static string Describe(CcsAnswer.StanzaError error) => error.Text is null ? error.Condition : $"{error.Condition}: {error.Text}";
}
