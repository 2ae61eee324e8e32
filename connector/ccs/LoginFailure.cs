using System.Xml.Linq;

namespace CcsBridge.Ccs;

/// <summary>A SASL failure in words: what the endpoint said, and what a person can do.</summary>
internal static class LoginFailure
{
    public static SessionOver.Rejected Read(XElement failure, CcsSettings settings)
    {
        var condition = Xmpp.Condition(failure, Xmpp.Sasl);
        // An endpoint that repeats what it was given must not bring the key into a log.
        var text = Xmpp.Text(failure, Xmpp.Sasl)?
            .Replace(settings.ApiKey, "***", StringComparison.Ordinal)
            .Replace(OutgoingStanzas.Credentials(settings), "***", StringComparison.Ordinal);
        return new SessionOver.Rejected(
            text is null ? $"login refused: {condition}" : $"login refused: {condition}: {Excerpt.Of(text, 200)}",
            Remedy(condition, text ?? "", settings.SenderId));
    }

    private static string Remedy(string condition, string text, string sender) => condition switch
    {
        _ when text.Contains("not whitelisted", StringComparison.OrdinalIgnoreCase) =>
            $"ask the endpoint's operator to admit sender {sender}; it is known there but not allowed to connect",
        "not-authorized" => $"check the key of sender {sender}",
        "account-disabled" or "credentials-expired" => $"sender {sender} or its key is no longer valid at the endpoint; ask for a new key",
        "encryption-required" => "set TLS to Direct, and the port to that on which it begins with the first byte; STARTTLS is not spoken here",
        "temporary-auth-failure" => "nothing is wrong with the settings, says the endpoint; it will be tried again",
        _ => $"check id and key of sender {sender}, and the domain",
    };
}
