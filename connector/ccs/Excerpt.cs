using System.Text;

namespace CcsBridge.Ccs;

/// <summary>The endpoint's words, made fit to repeat: bounded, and never cut inside a character.</summary>
internal static class Excerpt
{
    /// <summary>At most so many UTF-16 units; control characters become spaces.</summary>
    public static string Of(string text, int most)
    {
        var end = Math.Min(text.Length, most);
        if (end > 0 && char.IsHighSurrogate(text[end - 1]))
            end--;
        return string.Create(end, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(source[i]) ? ' ' : source[i];
        });
    }

    /// <summary>As much from the start as fits into so many bytes of UTF-8.</summary>
    public static string OfUtf8(string text, int mostBytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= mostBytes)
            return text;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            mostBytes -= rune.Utf8SequenceLength;
            if (mostBytes < 0)
                break;
            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }
}
