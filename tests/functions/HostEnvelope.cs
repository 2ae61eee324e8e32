using System.Text.Json;

namespace CcsBridge.Tests.Functions;

/// <summary>What the Functions host posts, written from its documentation and not from the product's records.</summary>
internal static class HostEnvelope
{
    /// <summary>A message whose body is text: a JSON string inside a JSON string.</summary>
    public static string OfText(string text) => Of(JsonSerializer.Serialize(JsonSerializer.Serialize(text)));

    /// <summary>With this JSON in the place of the message.</summary>
    public static string Of(string message) =>
        """
        {"Data":{"message":MESSAGE},
         "Metadata":{"MessageId":"\"m-1\"","DeliveryCount":"1","SequenceNumber":"77","EnqueuedTimeUtc":"2026-01-01T00:00:00Z",
                     "ApplicationProperties":{"messageType":"message"},"sys":{"MethodName":"UpstreamMessage"}}}
        """.Replace("MESSAGE", message, StringComparison.Ordinal);
}
