using System.Xml.Linq;

namespace HotWeave.Survey.Packages;

/// <summary>The packages that <c>Libraries.props</c> lists, with their releases in the order of the list.</summary>
internal static class Libraries
{
    /// <summary>Those whose releases are compared.</summary>
    public static IReadOnlyList<Library> Compared { get; } = [.. Groups().Where(static g => g.Attribute("Label") is null).SelectMany(Packages)];

    /// <summary>All, those that others only refer to included.</summary>
    public static IReadOnlyList<Library> All { get; } = [.. Groups().SelectMany(Packages)];

    private static List<XElement> Groups()
    {
        using var stream = typeof(Libraries).Assembly.GetManifestResourceStream("Libraries.props")!;
        return [.. XDocument.Load(stream).Root!.Elements("ItemGroup")];
    }

    private static IEnumerable<Library> Packages(XElement group) =>
        group.Elements("PackageDownload").Select(static p => new Library(
            (string)p.Attribute("Include")!, [.. ((string)p.Attribute("Version")!).Split(';').Select(static v => v.Trim('[', ']'))]));
}

/// <summary>A package and some of its releases, oldest first.</summary>
internal sealed record Library(string Id, IReadOnlyList<string> Releases);
