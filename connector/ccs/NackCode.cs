namespace CcsBridge.Ccs;

/// <summary>The nack codes of the CCS reference, old and new.</summary>
internal static class NackCode
{
    public const string BadAck = "BAD_ACK";
    public const string ConnectionDraining = "CONNECTION_DRAINING";

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        BadAck, ConnectionDraining, "INVALID_JSON", "BAD_REGISTRATION", "DEVICE_UNREGISTERED", "SERVICE_UNAVAILABLE", "INTERNAL_SERVER_ERROR",
        "DEVICE_MESSAGE_RATE_EXCEEDED", "TOPICS_MESSAGE_RATE_EXCEEDED", "QUOTA_EXCEEDED", "AUTHENTICATION_FAILED", "INVALID_TTL",
        "JSON_TYPE_ERROR", "SENDER_ID_MISMATCH", "INVALID_APNS_CREDENTIAL",
    };

    /// <summary>The first known code in it: the reference of 2013 puts code and text into one member. Otherwise what stands there.</summary>
    public static string In(string error)
    {
        foreach (var word in error.Split([' ', ':', ',', ';', '.', '(', ')'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Known.Contains(word))
                return word;
        }

        // An unknown code counts as this one (CCS reference); so does none.
        return error.Length > 0 ? error : "INTERNAL_SERVER_ERROR";
    }
}
