using System.Text;
using System.Text.Json;

namespace CcsBridge.Ccs;

/// <summary>The JSON of a <c>gcm</c> element: parsed, or what could be read of it and why not the rest.</summary>
/// <param name="Text">As it came.</param>
/// <param name="Root">The object; undefined where there is a fault.</param>
/// <param name="Head">What every message has. Readable members stay readable when the rest is broken.</param>
/// <param name="Fault">Why this is not the JSON that it should be, without quoting it.</param>
internal sealed record GcmText(string Text, JsonElement Root, GcmHead Head, string? Fault)
{
    public const int DeepestNesting = 16;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = DeepestNesting, AllowDuplicateProperties = false };

    public string? MessageType => Head.MessageType;

    public static GcmText Read(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var head = GcmHead.Read(utf8, out var fault);
        if (fault is not null)
            return new GcmText(text, default, head, fault);
        try
        {
            return new GcmText(text, JsonElement.Parse(utf8, Strict), head, null);
        }
        catch (JsonException)
        {
            // The head's reader has seen all of it and found it well-formed; only repeats are left.
            return new GcmText(text, default, head, "a member occurs twice in one object");
        }
        catch (InvalidOperationException)
        {
            // Comparing names needs them unescaped.
            return new GcmText(text, default, head, "a member's name is no Unicode");
        }
    }

    public bool Has(string member) => Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty(member, out _);

    /// <summary>The member's text, or null where it is absent, no string, or no Unicode (half a surrogate pair).</summary>
    public string? String(string member) =>
        Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty(member, out var value) ? JsonText.Of(value) : null;
}
