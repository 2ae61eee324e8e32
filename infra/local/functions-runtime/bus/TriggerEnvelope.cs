using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>
/// The JSON that a message becomes on its way to the handler: <c>{ "Data": { name: … }, "Metadata": { … } }</c>, with the Functions
/// host's own way of writing values: what is no object and no date is a string that holds its JSON text, so a text arrives quoted twice.
/// </summary>
internal static class TriggerEnvelope
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(string function, string binding, TriggerMessage message, bool asBytes, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            json.WriteStartObject("Data");
            if (asBytes)
                json.WriteBase64String(binding, message.Body.Span);
            else
                WriteText(json, binding, message.Text);
            json.WriteEndObject();

            json.WriteStartObject("Metadata");
            foreach (var (name, write) in TriggerMetadata.Of(function, message, asBytes, now))
                write(json, name);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Quoted once more than JSON needs, as the host does it.</summary>
    internal static void WriteText(Utf8JsonWriter json, string name, string text) =>
        json.WriteString(name, $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"");
}
