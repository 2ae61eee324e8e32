using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace CcsBridge.Tests.Plays;

/// <summary>What was written on a wire, each stanza in one form: neither prefixes nor the order of attributes or JSON members count.</summary>
internal static partial class WireText
{
    private const string Streams = "http://etherx.jabber.org/streams";

    private static readonly XElement Header = XElement.Parse(
        $"<stream:stream to='gcm.googleapis.com' version='1.0' xmlns='jabber:client' xmlns:stream='{Streams}'/>");

    public static IReadOnlyList<string> Read(string text)
    {
        var read = new List<string>();
        foreach (var part in StreamTag().Split(text).Where(part => part.Length > 0))
        {
            if (part == "</stream:stream>")
                read.Add("closes the stream");
            else if (StreamTag().IsMatch(part))
                read.Add(Form(XElement.Parse($"{part[..^1]}/>")) == Form(Header) ? "opens the stream" : $"opens another stream: {part}");
            else
                read.AddRange(Stanzas(part));
        }

        return read;
    }

    private static IEnumerable<string> Stanzas(string text)
    {
        var names = new XmlNamespaceManager(new NameTable());
        names.AddNamespace("", "jabber:client");
        names.AddNamespace("stream", Streams);
        using var reader = XmlReader.Create(
            new StringReader(text),
            new XmlReaderSettings { ConformanceLevel = ConformanceLevel.Fragment },
            new XmlParserContext(null, names, null, XmlSpace.None));
        reader.Read();
        while (!reader.EOF)
        {
            if (reader.NodeType == XmlNodeType.Element)
                yield return Form((XElement)XNode.ReadFrom(reader));
            else if (reader.NodeType is XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
                reader.Read();
            else
                throw new FormatException($"{reader.NodeType} between stanzas");
        }
    }

    private static string Form(XElement element)
    {
        var attributes = element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration)
            .Select(attribute => $" {attribute.Name}='{attribute.Value}'").Order(StringComparer.Ordinal);
        var inside = element.HasElements ? string.Concat(element.Elements().Select(Form)) : Text(element);
        return $"<{element.Name}{string.Concat(attributes)}>{inside}</>";
    }

    private static string Text(XElement element) =>
        element.Name.LocalName == "gcm" ? Sorted(JsonNode.Parse(element.Value))!.ToJsonString() : element.Value;

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        null => null,
        _ => JsonNode.Parse(node.ToJsonString(JsonSerializerOptions.Default)),
    };

    [GeneratedRegex("(</?stream:stream[^>]*>)")]
    private static partial Regex StreamTag();
}
