using System.Globalization;

namespace HotWeave;

/// <summary>How many objects of which types were on the heap at one moment at which no thread of the process ran. Immutable.</summary>
public sealed record HeapCensus
{
    /// <summary>
    /// The number of objects by type, under the names that <see cref="NameOf"/> gives. Types that have one name are counted together. Arrays need not be
    /// counted. Objects
    /// that only a finalizer will see again are counted.
    /// </summary>
    public required IReadOnlyDictionary<string, long> Objects { get; init; }

    /// <summary>How long the process stood still for it.</summary>
    public required TimeSpan Pause { get; init; }

    /// <summary>
    /// The name under which objects of a type are counted: namespace and name of the type, of a nested one the name alone, of a generic one that of its
    /// definition; then its
    /// metadata token as eight hexadecimal digits (<c>N.Shop`1 02000007</c>). That is what the runtime tells of a type.
    /// </summary>
    /// <param name="type">The type, with or without its arguments.</param>
    /// <exception cref="ArgumentNullException"><paramref name="type"/> is null.</exception>
    public static string NameOf(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var open = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        var space = open.DeclaringType is null && open.Namespace is { Length: > 0 } named ? named + "." : "";
        return string.Create(CultureInfo.InvariantCulture, $"{space}{open.Name} {open.MetadataToken:x8}");
    }
}
