using System.Xml;
using System.Xml.Linq;
using HotWeave.MSBuild.Diagnostics;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.MSBuild.State;

/// <summary>
/// The element <c>HotWeave</c> of FodyWeavers.xml: the settings of weaving, each as the attribute that has the name of the project's
/// property without <c>HotWeave</c>. Fody looks for the file in the solution's folder, then in the project's, then in the property
/// <c>WeaverConfiguration</c>; the last one that has the element counts, as a whole.
/// </summary>
internal sealed class FodyElement
{
    private const string ElementName = "HotWeave";

    private static readonly string[] s_settings = ["All", "Exclude", "Include", "Interfaces", "Overrides", "SmallMethods", "WaitingLoops"];

    private readonly XElement _element;
    private readonly string _source;

    private FodyElement(XElement element, string source) => (_element, _source) = (element, source);

    /// <summary>Where it stands.</summary>
    internal string Source => _source;

    /// <summary>The element that counts, or null when there is none.</summary>
    /// <param name="files">FodyWeavers.xml of the solution and of the project; either may be missing.</param>
    /// <param name="property">The value of <c>WeaverConfiguration</c>; may be empty.</param>
    /// <exception cref="XmlException">One of them is not XML.</exception>
    internal static FodyElement? Find(IEnumerable<string> files, string property)
    {
        var found = files.Where(File.Exists).Select(file => (Root: XDocument.Load(file, LoadOptions.SetLineInfo).Root, Source: file)).ToList();
        if (property.Length != 0)
            found.Add((XDocument.Parse(property, LoadOptions.SetLineInfo).Root, "WeaverConfiguration"));
        return found
            .Select(static f => FindIn(f.Root) is { } element ? new FodyElement(element, f.Source) : null)
            .LastOrDefault(static e => e is not null);
    }

    /// <summary>The value of a setting; empty where the element does not name it.</summary>
    internal string Read(string setting) => Attributes().FirstOrDefault(a => IsNamed(a, setting))?.Value.Trim() ?? "";

    /// <summary>The patterns of a setting.</summary>
    internal string[] ReadPatterns(string setting) =>
        [.. Read(setting).Split([';', ',', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(static p => p.Trim()).Where(static p => p.Length != 0)];

    /// <summary>What the element says that no setting can mean.</summary>
    internal IEnumerable<Diagnostic> FindMistakes()
    {
        var settings = string.Join(", ", s_settings);
        foreach (var attribute in Attributes())
        {
            if (s_settings.FirstOrDefault(s => IsNamed(attribute, s)) is not { } setting)
                yield return At(attribute, BuildDiagnostics.FodySettingUnknown.With(_source, attribute.Name.LocalName, settings));
            else if (FindValues(setting, attribute.Value.Trim()) is { } values)
                yield return At(attribute, BuildDiagnostics.FodySettingInvalid.With(_source, setting, attribute.Value, values));
        }

        foreach (var child in _element.Elements())
            yield return At(child, BuildDiagnostics.FodySettingUnknown.With(_source, child.Name.LocalName, settings));
    }

    // What it may be, where it is something else; patterns may be anything.
    private static string? FindValues(string setting, string value) => setting switch
    {
        "Include" or "Exclude" => null,
        "SmallMethods" => SettingValues.ReadSmallMethods(value) is null ? SettingValues.OfSmallMethods : null,
        "Overrides" => SettingValues.ReadOverrides(value) is null ? SettingValues.OfOverrides : null,
        _ => SettingValues.ReadSwitch(value) is null ? SettingValues.OfSwitch : null,
    };

    private static bool IsNamed(XAttribute attribute, string setting) => setting.Equals(attribute.Name.LocalName, StringComparison.OrdinalIgnoreCase);

    private static XElement? FindIn(XElement? root) =>
        root?.Elements().LastOrDefault(static e => ElementName.Equals(e.Name.LocalName, StringComparison.OrdinalIgnoreCase));

    private IEnumerable<XAttribute> Attributes() => _element.Attributes().Where(static a => !a.IsNamespaceDeclaration && a.Name.NamespaceName.Length == 0);

    private Diagnostic At(IXmlLineInfo place, Diagnostic diagnostic) =>
        diagnostic with { Location = new SourceLocation(_source, place.LineNumber, place.LinePosition) };
}
