using System.Buffers;
using System.Text.Unicode;

namespace CcsBridge.Ccs;

/// <summary>The beginning of a stanza that is cut off, made fit for a parser: what the cut has parted is left out or closed.</summary>
internal static class StanzaHead
{
    /// <summary>XML that lacks nothing but the end tags of its open elements, empty if not even one tag is whole; null: not UTF-8.</summary>
    /// <param name="bytes">From the stanza's first byte to the cut.</param>
    /// <param name="scanner">As it stands at the cut.</param>
    public static string? Of(ReadOnlySpan<byte> bytes, MarkupScanner scanner)
    {
        var buffer = new char[bytes.Length];
        // Not the final block: a character that the cut has parted is no fault.
        if (Utf8.ToUtf16(bytes, buffer, out _, out var length, replaceInvalidSequences: false, isFinalBlock: false)
            == OperationStatus.InvalidData)
            return null;
        var text = buffer.AsSpan(0, length);
        if (scanner.InCData)
            return $"{text}]]>";
        return (scanner.InTag ? text[..text.LastIndexOf('<')] : WithoutPartedReference(text)).ToString();
    }

    private static ReadOnlySpan<char> WithoutPartedReference(ReadOnlySpan<char> text)
    {
        // A '&' further back may be one that CDATA made an ordinary character.
        var tail = text[(text.LastIndexOf('>') + 1)..];
        var reference = tail.LastIndexOf('&');
        return reference < 0 || tail[reference..].Contains(';') ? text : text[..^(tail.Length - reference)];
    }
}
