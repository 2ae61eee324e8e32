namespace CcsBridge.Ccs;

/// <summary>What one more byte has brought the scanner to.</summary>
internal enum Markup
{
    /// <summary>Inside something.</summary>
    Part,

    /// <summary>Whitespace or a byte order mark that belongs to nothing.</summary>
    Padding,

    /// <summary>The stream's start tag is complete.</summary>
    StreamStart,

    /// <summary>A stanza is complete.</summary>
    Stanza,

    /// <summary>An end tag outside any stanza is complete.</summary>
    StreamEnd,

    /// <summary>Not XMPP; <see cref="MarkupScanner.Refusal"/> says why.</summary>
    Refused,
}
