using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using HotWeave.Runtime;

namespace HotWeave.CodeChange;

/// <summary>
/// The code that a version has for the objects which no constructor of it made: that of the version that was current when it came. Version
/// classes of types whose objects keep the code they were made with have a field for it; null there is the deployed code.
/// </summary>
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Version classes are a patch's own, which no trimmer has seen.")]
internal sealed class KeptLink
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly FieldInfo _field;
    private readonly DispatchObject? _before;

    private KeptLink(FieldInfo field, DispatchObject? before) => (_field, _before) = (field, before);

    /// <summary>The link from a version's object to the one that was current; null where the version has no such field, or none is needed.</summary>
    internal static KeptLink? Find(DispatchObject version, DispatchObject? before) =>
        FieldOf(version) is { } field && (before is null || !IsOpen(version) && !IsOpen(before)) ? new KeptLink(field, before) : null;

    /// <summary>Whether a version's code for some objects is that of another one, directly or by others between.</summary>
    internal static bool Leads(DispatchObject version, DispatchObject to)
    {
        for (var at = version; at is not null; at = Read(at))
        {
            if (ReferenceEquals(at, to))
                return true;
        }

        return false;
    }

    /// <summary>Whether it says something else than the version has.</summary>
    internal bool IsNew => !ReferenceEquals(_field.GetValue(null), _before);

    /// <summary>Makes it so; nobody may have the version.</summary>
    internal void Set() => _field.SetValue(null, _before);

    /// <summary>The code that a version has for such objects; null for the deployed one.</summary>
    internal static DispatchObject? Read(DispatchObject version) => (DispatchObject?)FieldOf(version)?.GetValue(null);

    private static FieldInfo? FieldOf(DispatchObject version) => version.GetType().GetField("<HotWeave>before", Any);

    // Methods that are called without asking a version have changed, so objects would have the code of two versions at once.
    private static bool IsOpen(DispatchObject version) => version.GetType().GetField("<HotWeave>open", Any) is not null;
}
