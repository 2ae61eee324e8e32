using System.Text.Json.Serialization;

namespace CcsBridge.Contracts;

/// <summary>CCS took the message over. That is not yet "the device has it".</summary>
/// <param name="MessageId">The request's, or the one given to it.</param>
/// <param name="Attempts">Times it was sent, this one included.</param>
/// <param name="SentAt">When the accepted sending was written.</param>
/// <param name="To">As in the request.</param>
/// <param name="Condition">As in the request.</param>
/// <param name="RegistrationId">The device's canonical token, where CCS names one: store it in place of the old.</param>
/// <param name="FailedRegistrationIds">Of a device group: the members it was not accepted for, where CCS names any. They are not sent to again.</param>
public sealed record DownstreamAccepted(
    [property: JsonPropertyName("message_id")] string MessageId,
    [property: JsonPropertyName("attempts")] int Attempts,
    [property: JsonPropertyName("sentAt")] DateTimeOffset SentAt,
    [property: JsonPropertyName("to")] string? To = null,
    [property: JsonPropertyName("condition")] string? Condition = null,
    [property: JsonPropertyName("registration_id")] string? RegistrationId = null,
    [property: JsonPropertyName("failed_registration_ids")] IReadOnlyList<string>? FailedRegistrationIds = null);

/// <summary>The message will not be delivered.</summary>
/// <param name="MessageId">The request's, or the one given to it.</param>
/// <param name="Error">CCS's code (CCS reference, error list), or ours: <c>INVALID_REQUEST</c>, <c>EXPIRED</c>.</param>
/// <param name="Attempts">Times it was sent.</param>
/// <param name="To">As in the request, where it could be read.</param>
/// <param name="Condition">As in the request, where it could be read.</param>
/// <param name="ErrorDescription">CCS's text, or ours: which member, what was found, what is allowed.</param>
/// <param name="SentAt">When it was last written; absent if never.</param>
public sealed record DownstreamRejected(
    [property: JsonPropertyName("message_id")] string MessageId,
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("attempts")] int Attempts,
    [property: JsonPropertyName("to")] string? To = null,
    [property: JsonPropertyName("condition")] string? Condition = null,
    [property: JsonPropertyName("error_description")] string? ErrorDescription = null,
    [property: JsonPropertyName("sentAt")] DateTimeOffset? SentAt = null);
