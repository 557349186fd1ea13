using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace HotWeave.Conventions.Tests.Reference;

/// <summary>What the XML documentation of a symbol says, as Markdown on one line.</summary>
internal sealed partial class DocumentationText
{
    private readonly XElement? _xml;

    public DocumentationText(ISymbol symbol)
    {
        var xml = symbol.GetDocumentationCommentXml();
        _xml = string.IsNullOrEmpty(xml) ? null : XElement.Parse(xml);
    }

    /// <summary>What it is, and what is remarked.</summary>
    public string Summary => Join(Of("summary"), Of("remarks"));

    /// <summary>What a member takes, gives and throws.</summary>
    public string Contract => Join(
    [
        .. Named("param", "name").Select(static p => $"`{p.Name}`: {p.Text}"),
        Of("returns") is { Length: > 0 } returns ? "Returns: " + returns : "",
        .. Named("exception", "cref").Select(static e => $"Throws `{e.Name.Split('.')[^1]}`: {e.Text}"),
    ]);

    private IEnumerable<(string Name, string Text)> Named(string element, string attribute) =>
        (_xml?.Elements(element) ?? []).Select(e => ((string)e.Attribute(attribute)!, Write(e)));

    private string Of(string element) => _xml?.Element(element) is { } found ? Write(found) : "";

    private static string Join(params string[] parts) => string.Join(" ", parts.Where(static p => p.Length > 0));

    private static string Write(XElement element) => Spaces().Replace(string.Concat(element.Nodes().Select(Write)), " ").Trim();

    private static string Write(XNode node) => node switch
    {
        XText text => text.Value.Replace("<", "&lt;", StringComparison.Ordinal),
        XElement { Name.LocalName: "c" or "code" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" or "seealso" } see when see.Attribute("href") is { } link => $"[{(see.Value.Length > 0 ? see.Value : link.Value)}]({link.Value})",
        XElement { Name.LocalName: "see" or "seealso" } see => $"`{Shorten((string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? see.Value)}`",
        XElement { Name.LocalName: "paramref" or "typeparamref" } named => $"`{named.Attribute("name")!.Value}`",
        XElement other => $" {string.Concat(other.Nodes().Select(Write))} ",
        _ => "",
    };

    // T:HotWeave.SwapMode, M:HotWeave.HotSwap.ApplyAsync(System.String): a type's own name, a member's with its type's.
    private static string Shorten(string reference)
    {
        var parts = Arity().Replace(reference.Split('(')[0], "").Split(':')[^1].Split('.');
        return string.Join('.', reference.Length > 1 && reference[1] == ':' && reference[0] != 'T' ? parts.TakeLast(2) : parts.TakeLast(1));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"`+\d+")]
    private static partial Regex Arity();
}
