using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Xml;
using System.Xml.Linq;

namespace CcsBridge.Ccs;

/// <summary>Parses whole pieces. A stanza may use the prefixes that its stream's start tag declared: they are kept.</summary>
internal sealed class StanzaReader
{
    private const int MostNamespaces = 16;

    private static readonly XmlReaderSettings Strict = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        ConformanceLevel = ConformanceLevel.Fragment,
    };

    private readonly List<(string Prefix, string Space)> _declared = [];

    /// <summary>A header or an element. A header begins anew: the last stream's namespaces are forgotten.</summary>
    public bool TryRead(StreamPiece piece, [NotNullWhen(true)] out XElement? element, [NotNullWhen(false)] out string? fault)
    {
        switch (piece)
        {
            case StreamPiece.Header header:
                return TryReadHeader(header.Xml, out element, out fault);
            case StreamPiece.Element stanza:
                return TryParse(stanza.Xml, out element, out fault);
            case StreamPiece.Oversized oversized:
                (element, fault) = (null, $"a stanza of {oversized.Bytes} bytes, {StanzaCutter.LongestStanza} are allowed");
                return false;
            case StreamPiece.Violation violation:
                (element, fault) = (null, violation.Reason);
                return false;
            default:
                throw new UnreachableException($"{piece.GetType().Name} has no XML");
        }
    }

    /// <summary>The kept head of a stanza; the element is null if the head holds no whole tag. What is there must be well-formed.</summary>
    public bool TryReadHead(StreamPiece.Oversized piece, out XElement? element, [NotNullWhen(false)] out string? fault)
    {
        var document = new XDocument();
        (element, fault) = (null, null);
        try
        {
            // No stanza can hold a processing instruction: this one is ours, and at it the reader stops before it misses the end tags.
            using var reader = XmlReader.Create(new StringReader(piece.Head + "<?cut?>"), Strict, Context());
            using var writer = document.CreateWriter();
            while (reader.Read() && reader.NodeType != XmlNodeType.ProcessingInstruction)
                Copy(reader, writer);
        }
        catch (XmlException e)
        {
            fault = FaultOf(e);
            return false;
        }

        element = document.Root;
        return true;
    }

    private static void Copy(XmlReader reader, XmlWriter writer)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                var isEmpty = reader.IsEmptyElement;
                writer.WriteStartElement(reader.Prefix, reader.LocalName, reader.NamespaceURI);
                writer.WriteAttributes(reader, defattr: false);
                if (isEmpty)
                    writer.WriteEndElement();
                break;
            case XmlNodeType.EndElement:
                writer.WriteEndElement();
                break;
            default:
                writer.WriteString(reader.Value);
                break;
        }
    }

    private bool TryReadHeader(string xml, [NotNullWhen(true)] out XElement? header, [NotNullWhen(false)] out string? fault)
    {
        _declared.Clear();
        // The start tag of an element that goes on for the session's life, closed for the parser's sake.
        if (!TryParse(xml[..^1] + "/>", out header, out fault))
            return false;
        foreach (var attribute in header.Attributes().Where(a => a.IsNamespaceDeclaration))
            _declared.Add((attribute.Name.Namespace == XNamespace.None ? "" : attribute.Name.LocalName, attribute.Value));
        if (_declared.Count <= MostNamespaces)
            return true;
        fault = $"the stream declares {_declared.Count} namespaces, {MostNamespaces} are allowed";
        return false;
    }

    private bool TryParse(string xml, [NotNullWhen(true)] out XElement? element, [NotNullWhen(false)] out string? fault)
    {
        element = null;
        fault = null;
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), Strict, Context());
            reader.Read();
            if (reader.NodeType == XmlNodeType.XmlDeclaration)
                fault = FaultOf(reader.GetAttribute("encoding"));
            else if (reader.NodeType == XmlNodeType.ProcessingInstruction)
                fault = "a processing instruction";
            if (fault is not null)
                return false;
            reader.MoveToContent();
            element = (XElement)XNode.ReadFrom(reader);
            return true;
        }
        catch (XmlException e)
        {
            fault = FaultOf(e);
            return false;
        }
    }

    // A name table of its own each time: a shared one keeps every name that the endpoint ever sent.
    private XmlParserContext Context()
    {
        var names = new NameTable();
        var namespaces = new XmlNamespaceManager(names);
        foreach (var (prefix, space) in _declared)
            namespaces.AddNamespace(prefix, space);
        return new XmlParserContext(names, namespaces, null, XmlSpace.None);
    }

    // The exception's own message would quote what came.
    private static string FaultOf(XmlException e) => $"not well-formed XML at line {e.LineNumber}, column {e.LinePosition}";

    private static string? FaultOf(string? encoding) =>
        encoding is null || encoding.Equals("UTF-8", StringComparison.OrdinalIgnoreCase)
            ? null
            : $"the encoding {Excerpt.Of(encoding, 32)}, where only UTF-8 is allowed";
}
