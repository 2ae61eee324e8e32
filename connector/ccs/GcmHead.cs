using System.Text.Json;

namespace CcsBridge.Ccs;

/// <summary>The members that name a message, each null where absent or unreadable.</summary>
/// <param name="From">The token, or the endpoint's name.</param>
/// <param name="MessageId">Unique only together with the first.</param>
/// <param name="MessageType">Empty where it is there and no string.</param>
internal sealed record GcmHead(string? From, string? MessageId, string? MessageType)
{
    /// <summary>Reads up to the first fault; the first of two equal members counts.</summary>
    public static GcmHead Read(ReadOnlySpan<byte> text, out string? fault)
    {
        var head = new GcmHead(null, null, null);
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = GcmText.DeepestNesting });
        try
        {
            fault = !reader.Read() || reader.TokenType == JsonTokenType.StartObject ? null : "the JSON is not an object";
            while (fault is null && reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
                    head = head.With(ref reader);
            }
        }
        catch (JsonException)
        {
            fault = $"not JSON of at most {GcmText.DeepestNesting} levels: reading stops at byte {reader.BytesConsumed}";
        }

        return head;
    }

    private GcmHead With(ref Utf8JsonReader reader)
    {
        var name = JsonText.Of(ref reader);
        reader.Read();
        var value = reader.TokenType == JsonTokenType.String ? JsonText.Of(ref reader) : null;
        return name switch
        {
            "from" => this with { From = From ?? value },
            "message_id" => this with { MessageId = MessageId ?? value },
            "message_type" when reader.TokenType != JsonTokenType.Null => this with { MessageType = MessageType ?? value ?? "" },
            _ => this,
        };
    }
}
