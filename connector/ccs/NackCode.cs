namespace CcsBridge.Ccs;

/// <summary>The nack codes of the CCS reference, old and new.</summary>
internal static class NackCode
{
    public const string BadAck = "BAD_ACK";
    public const string ConnectionDraining = "CONNECTION_DRAINING";
    private const string InternalServerError = "INTERNAL_SERVER_ERROR";

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        BadAck, ConnectionDraining, InternalServerError, "SERVICE_UNAVAILABLE",
        "BAD_REGISTRATION", "DEVICE_UNREGISTERED", "SENDER_ID_MISMATCH",
        "INVALID_JSON", "INVALID_TTL", "JSON_TYPE_ERROR", "AUTHENTICATION_FAILED", "INVALID_APNS_CREDENTIAL",
        "DEVICE_MESSAGE_RATE_EXCEEDED", "TOPICS_MESSAGE_RATE_EXCEEDED", "QUOTA_EXCEEDED",
    };

    /// <summary>The first known code in it (the reference of 2013 puts code and text into one member), else what stands there.</summary>
    public static string In(string error)
    {
        foreach (var word in error.Split([' ', ':', ',', ';', '.', '(', ')'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Known.Contains(word))
                return word;
        }

        // An unknown code counts as this one (CCS reference); so does none.
        return error.Length > 0 ? error : InternalServerError;
    }
}
