using HotWeave.Diagnostics;
using HotWeave.Loading;
using HotWeave.Protocol;

namespace HotWeave.CodeChange;

/// <summary>
/// Looks whether any object is alive of types whose new fields only constructors know, in a turn while no unit runs. Only where none is may the turn go on.
/// </summary>
/// <remarks>
/// <para>Why that is a proof: every object of such a type, and of one that derives from it, is made by a constructor of the type, and all deployed ones have
/// stubs. A census counts what is there at one moment M, at which all threads stand. Before it the type's door hangs and <see cref="OutsideCalls"/> is there to
/// count. A constructor that looked at its slot, or whose door looked for the count, before M has its object before M: the census sees it, unless nothing
/// refers to
/// it any more. One that looked after M is counted, or comes after the count was closed, and then the new constructor runs.</para>
/// <para>An object that no constructor made (by <c>GetUninitializedObject</c>) holds in the new fields what it would in a process that began on the new
/// build. A copy
/// (<c>MemberwiseClone</c>) takes another object, of which there is none.</para>
/// </remarks>
/// <param name="unmade">The types.</param>
/// <param name="takeCensus">Counts what is on the heap.</param>
internal sealed class HeapLook(IReadOnlyList<BoundUnmade> unmade, Func<CancellationToken, HeapCensus> takeCensus)
{
    /// <summary>The slots at whose doors it shows that an object is made: those of the types, and of what derives from them.</summary>
    /// <param name="unmade">The types.</param>
    /// <param name="slots">All slots that either version fills.</param>
    internal static IReadOnlySet<int> FindWatched(IReadOnlyList<BoundUnmade> unmade, IEnumerable<TypeSlot> slots) =>
        slots.Where(s => unmade.Any(u => DerivedTypes.IsOrDerives(s.Type, u.Slot.Type))).Select(static s => s.Index).ToHashSet();

    /// <summary>Refuses where constructors that have no stubs may make objects of the types.</summary>
    /// <remarks>
    /// Code of a patch makes objects of types that it replaces by its own constructors, without a stub, and some of it may run after the patch has gone.
    /// </remarks>
    /// <param name="unmade">The types.</param>
    /// <exception cref="SwapException">HW6534.</exception>
    internal static void CheckMakers(IReadOnlyList<BoundUnmade> unmade)
    {
        foreach (var (slot, fields) in unmade)
        {
            foreach (var (patch, filled) in slot.Patches)
            {
                if (filled != fields)
                    throw LookDiagnostics.UnmadeReplacedBefore.Refuse(slot.Type, patch[..12]);
            }
        }
    }

    /// <summary>Looks.</summary>
    /// <exception cref="SwapException">HW6531, HW6532.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    internal HeapCensus Look(CancellationToken cancellationToken)
    {
        using var marks = new HeapMarks();
        var census = TakeCensus(cancellationToken);
        if (marks.FindMissing(census) is { } missing)
            throw LookDiagnostics.HeapNotSeen.Refuse($"it counts {missing}");
        var alive = new List<string>();
        foreach (var (slot, _) in unmade)
        {
            foreach (var type in DerivedTypes.Find(slot.Type).DistinctBy(HeapCensus.NameOf))
            {
                if (census.Objects.GetValueOrDefault(HeapCensus.NameOf(type)) is > 0 and var count)
                    alive.Add(FormattableString.Invariant($"{count} of {type.FullName ?? type.Name}"));
            }
        }

        return alive.Count == 0
            ? census
            : throw LookDiagnostics.ObjectsAlive.Refuse(
                string.Join(", ", unmade.Select(static u => u.Slot.Type)),
                string.Join(", ", alive.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
    }

    private HeapCensus TakeCensus(CancellationToken cancellationToken)
    {
        try
        {
            return takeCensus(cancellationToken);
        }
        catch (Exception e) when (e is not (SwapException or OperationCanceledException))
        {
            // Whoever looks is not of HotWeave.
            throw LookDiagnostics.HeapNotSeen.Refuse(e, e.Message);
        }
    }
}
