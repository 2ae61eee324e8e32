using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>
/// Turns cut bytes into elements, in the scope of the prefixes their stream declared. No document types, no entities of its own.
/// </summary>
internal sealed class StanzaParser
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly XmlReaderSettings Settings = new()
    {
        ConformanceLevel = ConformanceLevel.Fragment,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
    };

    private XmlNamespaceManager _scope = new(new NameTable());

    /// <summary>Reads the opening tag; its declarations are the scope of every stanza that follows. Null: not XML.</summary>
    public XElement? ReadOpening(ReadOnlyMemory<byte> tag)
    {
        _scope = new XmlNamespaceManager(new NameTable());
        // The tag alone is no element; with its end made empty it is one.
        var closed = new byte[tag.Length + 1];
        tag.Span[..^1].CopyTo(closed);
        "/>"u8.CopyTo(closed.AsSpan(tag.Length - 1));
        if (Read(closed) is not { } opening)
            return null;
        foreach (var declaration in opening.Attributes().Where(a => a.IsNamespaceDeclaration))
            _scope.AddNamespace(declaration.Name.LocalName == "xmlns" ? "" : declaration.Name.LocalName, declaration.Value);
        return opening;
    }

    /// <summary>Reads one stanza. Null: not XML, or not UTF-8.</summary>
    public XElement? Read(ReadOnlyMemory<byte> stanza)
    {
        try
        {
            var context = new XmlParserContext(null, _scope, null, XmlSpace.None);
            using var reader = XmlReader.Create(new StringReader(Utf8.GetString(stanza.Span)), Settings, context);
            return XElement.Load(reader);
        }
        catch (Exception e) when (e is XmlException or DecoderFallbackException)
        {
            return null;
        }
    }
}
