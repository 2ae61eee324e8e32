using System.Text;
using System.Xml.Linq;

namespace CcsBridge.Ccs;

/// <summary>An element as people read it: a line an element, two spaces a level, JSON as JSON.</summary>
internal static class StanzaPrint
{
    /// <param name="element">As it was read.</param>
    /// <param name="open">A stream's start tag: it goes on.</param>
    public static string Of(XElement element, bool open = false)
    {
        var text = new StringBuilder();
        if (open)
            text.Append('<').Append(TagOf(element)).Append('>');
        else
            Append(element, "", text);
        return text.ToString().TrimEnd();
    }

    private static void Append(XElement element, string indent, StringBuilder text)
    {
        text.Append(indent).Append('<').Append(TagOf(element));
        if (!element.Nodes().Any())
        {
            text.Append("/>\n");
            return;
        }

        text.Append('>');
        if (element.HasElements)
        {
            text.Append('\n');
            foreach (var child in element.Elements())
                Append(child, indent + "  ", text);
            text.Append(indent);
        }
        else if (element.Name == Xmpp.Gcm || element.Value.TrimStart().StartsWith('{'))
        {
            text.Append('\n');
            foreach (var line in MaskedJson.Of(element.Value).Split('\n'))
                text.Append(indent).Append("  ").Append(Printable(line)).Append('\n');
            text.Append(indent);
        }
        else
        {
            text.Append(Printable(element.Value));
        }

        text.Append("</").Append(NameOf(element)).Append(">\n");
    }

    private static string TagOf(XElement element) => string.Concat(
        element.Attributes().Select(attribute => $" {NameOf(element, attribute)}=\"{Printable(attribute.Value)}\"").Prepend(NameOf(element)));

    private static string NameOf(XElement element) =>
        element.GetPrefixOfNamespace(element.Name.Namespace) is { Length: > 0 } prefix ? $"{prefix}:{element.Name.LocalName}" : element.Name.LocalName;

    private static string NameOf(XElement element, XAttribute attribute) => attribute switch
    {
        { IsNamespaceDeclaration: true, Name.LocalName: "xmlns" } => "xmlns",
        { IsNamespaceDeclaration: true } => $"xmlns:{attribute.Name.LocalName}",
        _ when element.GetPrefixOfNamespace(attribute.Name.Namespace) is { Length: > 0 } prefix => $"{prefix}:{attribute.Name.LocalName}",
        _ => attribute.Name.LocalName,
    };

    // A terminal obeys control characters.
    private static string Printable(string text) =>
        string.Create(text.Length, text, (to, from) =>
        {
            for (var i = 0; i < from.Length; i++)
                to[i] = char.IsControl(from[i]) ? ' ' : from[i];
        });
}
