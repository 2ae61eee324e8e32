using System.Text.Json.Serialization;

namespace CcsBridge.Local.Ccs.Door;

/// <summary>
/// A phone as the door shows it; its token is null while the app is not installed. While it is offline, messages are
/// <paramref name="Stored"/>; too many are <paramref name="Discarded"/> together.
/// </summary>
internal sealed record PhoneView(
    string Name, string? Token, string Category, string Sender, bool Installed, bool Online, int Stored, int Discarded);

/// <summary>The optional body of <c>PUT /phones/{name}</c>.</summary>
internal sealed record PhoneWanted(string? Category = null, string? Token = null, string? Sender = null);

internal sealed record SentView(string MessageId);

internal sealed record InboxView(string Phone, IReadOnlyList<InboxMessageView> Messages);

/// <summary>A message in an inbox; <paramref name="Number"/> is what <c>?after=</c> takes.</summary>
internal sealed record InboxMessageView(
    long Number,
    string MessageId,
    string From,
    IReadOnlyDictionary<string, string> Data,
    string? Notification,
    string? CollapseKey,
    DateTimeOffset Received);

internal sealed record ConnectionView(int Connection, string Sender);

/// <summary>Problem details (RFC 9457), with what was found and what is allowed.</summary>
internal sealed record ProblemView(string Title, int Status, string Detail, string? Member, string? Found, string? Allowed);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(PhoneView[]))]
[JsonSerializable(typeof(PhoneWanted))]
[JsonSerializable(typeof(SentView))]
[JsonSerializable(typeof(InboxView))]
[JsonSerializable(typeof(ConnectionView[]))]
[JsonSerializable(typeof(ProblemView))]
internal sealed partial class DoorJson : JsonSerializerContext;
