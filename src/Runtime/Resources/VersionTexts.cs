using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Resources;

namespace HotWeave.Resources;

/// <summary>
/// Looks up as a manager of the new build would: for each culture in what the patch brings, else in the deployed assembly and its satellites.
/// </summary>
/// <remarks>Safe for any number of threads, as the class it derives from.</remarks>
internal sealed class VersionTexts : ResourceManager
{
    private readonly BroughtResources _brought;
    private readonly ResourceOwner _owner;
    private readonly string _name;
    private readonly string _neutral;

    // Sets of the patch by the culture's name. Protects itself and the answers.
    private readonly Dictionary<string, ResourceSet> _sets = new(StringComparer.OrdinalIgnoreCase);

    // What was found for whom, by the culture's name.
    private readonly Dictionary<string, ResourceSet> _answers = new(StringComparer.OrdinalIgnoreCase);

    private VersionTexts(BroughtResources brought, ResourceOwner owner, ManagerSource source)
        : base(source.Given, source.Assembly)
    {
        (_brought, _owner, _name) = (brought, owner, source.BaseName);
        _neutral = ReadNeutral(source.Assembly);
    }

    private VersionTexts(BroughtResources brought, ResourceOwner owner, ManagerSource source, Type location)
        : base(location)
    {
        (_brought, _owner, _name) = (brought, owner, source.BaseName);
        _neutral = ReadNeutral(source.Assembly);
    }

    internal static VersionTexts Make(BroughtResources brought, ResourceOwner owner, ManagerSource source) =>
        source.Location is { } location
            ? new VersionTexts(brought, owner, source, location)
            : new VersionTexts(brought, owner, source);

    /// <inheritdoc/>
    // The one of the base class opens the deployed resources of the invariant culture by itself.
    public override ResourceSet? GetResourceSet(CultureInfo culture, bool createIfNotExists, bool tryParents)
    {
        ArgumentNullException.ThrowIfNull(culture);
        return InternalGetResourceSet(culture, createIfNotExists, tryParents);
    }

    /// <inheritdoc/>
    protected override ResourceSet? InternalGetResourceSet(CultureInfo culture, bool createIfNotExists, bool tryParents)
    {
        for (var at = culture; ; at = at.Parent)
        {
            if ((FindAnswer(at) ?? Look(at, createIfNotExists, tryParents && IsInvariant(at))) is { } set)
            {
                KeepAnswer(culture, at, set);
                return set;
            }

            if (IsInvariant(at) || !tryParents)
                return null;
        }
    }

    // What there is for one culture. Throws where a search ends and there is nothing at all.
    private ResourceSet? Look(CultureInfo culture, bool createIfNotExists, bool isEnd)
    {
        var name = FindPlace(culture);
        if (!_brought.Speaks(_owner, name, ResourceOwner.MakeFileName(_name, name), out var key))
            return base.InternalGetResourceSet(culture, createIfNotExists, isEnd);
        if (key is null && isEnd)
            throw new MissingManifestResourceException($"The new build has no resources {_name}.");
        return key is null ? null : FindSet(name, key, createIfNotExists);
    }

    private ResourceSet? FindAnswer(CultureInfo culture)
    {
        lock (_sets)
            return _answers.GetValueOrDefault(culture.Name);
    }

    // The base class answers for a culture from then on as it did for who wanted that of its parents too.
    private void KeepAnswer(CultureInfo culture, CultureInfo found, ResourceSet set)
    {
        lock (_sets)
        {
            for (var at = culture; _answers.TryAdd(at.Name, set) && at.Name != found.Name; at = at.Parent)
            {
            }
        }
    }

    private static bool IsInvariant(CultureInfo culture) => culture.Name.Length == 0;

    // The assembly's own resources are those of the culture that it says, unless it says that these are in a satellite too.
    private string FindPlace(CultureInfo culture)
    {
        if (FallbackLocation == UltimateResourceFallbackLocation.Satellite)
            return IsInvariant(culture) ? _neutral : culture.Name;
        return culture.Name == _neutral ? "" : culture.Name;
    }

    // Null where there is none yet and none is wanted.
    private ResourceSet? FindSet(string culture, string key, bool createIfNotExists)
    {
        lock (_sets)
        {
            if (!_sets.TryGetValue(culture, out var set) && createIfNotExists)
                _sets.Add(culture, set = Read(_brought.Open(key)));
            return set;
        }
    }

    // ResourceManager.MagicNumber, version, length, then the names of the reader and of the set, by which System.Resources.Extensions
    // says that it wrote the stream.
    [UnconditionalSuppressMessage("Trimming", "IL2057", Justification = "The deployed resources are read by the same type.")]
    private static ResourceSet Read(Stream stream)
    {
        const string Default = "System.Resources.ResourceReader";
        using var header = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        var reader = header.ReadInt32() == MagicNumber && header.ReadInt32() > 0 && header.ReadInt32() > 0 ? header.ReadString() : Default;
        stream.Position = 0;
        return reader.Split(',')[0] == Default
            ? new ResourceSet(stream)
            : new ResourceSet((IResourceReader)Activator.CreateInstance(Type.GetType(reader, throwOnError: true)!, stream)!);
    }

    private static string ReadNeutral(Assembly assembly) =>
        assembly.GetCustomAttribute<NeutralResourcesLanguageAttribute>()?.CultureName ?? "";
}
