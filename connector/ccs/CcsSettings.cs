namespace CcsBridge.Ccs;

/// <summary>
/// What one session needs to know. The caller has validated it: no empty name, a window of at least 1, times above zero.
/// </summary>
/// <param name="Domain">The stream's <c>to</c> and the login's domain; <see cref="DocumentedDomain"/> by the reference.</param>
/// <param name="SenderId">The sender, a number at Google; any local part of a JID elsewhere.</param>
/// <param name="ApiKey">The secret. It is in the SASL stanza and nowhere else.</param>
/// <param name="Resource">The resource asked for; the endpoint may give another.</param>
/// <param name="Window">The most downstream messages unanswered at one time.</param>
/// <param name="AckTimeout">How long a downstream message waits for its answer before it is reported unanswered.</param>
/// <param name="PingInterval">How long the endpoint may be silent before it is pinged.</param>
/// <param name="PingTimeout">How long it may stay silent after that.</param>
public sealed record CcsSettings(
    string Domain,
    string SenderId,
    string ApiKey,
    string Resource,
    int Window,
    TimeSpan AckTimeout,
    TimeSpan PingInterval,
    TimeSpan PingTimeout)
{
    /// <summary>The domain in Google's documents; receipts come <c>from</c> it whatever the stream's domain is.</summary>
    public const string DocumentedDomain = "gcm.googleapis.com";

    /// <summary>Without the key: settings end up in logs.</summary>
    public override string ToString() => $"sender {SenderId} at {Domain}, resource {Resource}, window {Window}";
}
