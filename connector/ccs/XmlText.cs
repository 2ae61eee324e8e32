using System.Globalization;
using System.Text;

namespace CcsBridge.Ccs;

/// <summary>Text made safe for the wire. What XML cannot carry at all is escaped the JSON way in JSON and replaced elsewhere.</summary>
internal static class XmlText
{
    /// <summary>JSON as element text.</summary>
    public static string OfJson(string json) => Escape(json, static c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"));

    /// <summary>Anything else, for text and attributes.</summary>
    public static string Of(string text) => Escape(text, static _ => "\uFFFD");

    private static string Escape(string text, Func<char, string> forbidden)
    {
        var escaped = new StringBuilder(text.Length + 32);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                escaped.Append(c).Append(text[++i]);
            else if (Entity(c) is { } entity)
                escaped.Append(entity);
            else if (IsForbidden(c))
                escaped.Append(forbidden(c));
            else
                escaped.Append(c);
        }

        return escaped.ToString();
    }

    // Tab and line ends as references: a parser would turn them into spaces in an attribute.
    private static string? Entity(char c) => c switch
    {
        '<' => "&lt;",
        '>' => "&gt;",
        '&' => "&amp;",
        '"' => "&quot;",
        '\'' => "&apos;",
        '\t' => "&#x9;",
        '\n' => "&#xA;",
        '\r' => "&#xD;",
        _ => null,
    };

    private static bool IsForbidden(char c) => c is < ' ' or '\uFFFE' or '\uFFFF' || char.IsSurrogate(c);
}
