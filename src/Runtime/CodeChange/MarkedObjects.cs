using System.Reflection;
using HotWeave.Diagnostics;
using HotWeave.Loading;
using HotWeave.Patches.Format;
using HotWeave.Protocol;
using HotWeave.Versions;

namespace HotWeave.CodeChange;

/// <summary>The objects that keep the code they were made with.</summary>
internal static class MarkedObjects
{
    /// <summary>
    /// Sees to it that no object loses the code it has: one without the mark of the next version goes on with the code that the current
    /// version has for it.
    /// </summary>
    /// <param name="from">The current version.</param>
    /// <param name="to">The next one.</param>
    /// <param name="accepts">Whether objects may lose code.</param>
    /// <returns>What to set before anybody has the next version.</returns>
    /// <exception cref="SwapException">HW6510.</exception>
    internal static IReadOnlyList<KeptLink> Check(SwapVersion from, SwapVersion to, bool accepts)
    {
        var links = new List<KeptLink>();
        foreach (var (assembly, marked) in to.Content!.MarkedTypes())
        {
            if (FindEntry(to.Content, assembly, marked.Type) is not { } next)
                continue;
            var current = FindEntry(from.Content!, assembly, marked.Type);
            // The same code, or the way back to what was there before.
            if (current is not null && KeptLink.Leads(current.Version, next.Version))
                continue;
            // Objects of both have the same marks, and others what they had.
            var before = HasMark(from.Content!, assembly, marked) ? KeptLink.Read(current!.Version) : current?.Version;
            var link = KeptLink.Find(next.Version, before);
            // Nothing of the version asks for an object's mark, and no object has other code than the deployed one.
            if (link is null && before is null)
                continue;
            var isHeld = link is { IsNew: true } && Transition.OldEpochs().Any(e => ReferenceEquals(e[next.Slot.Index], next.Version));
            if (link is not null && !isHeld)
                links.Add(link);
            else if (!accepts)
                throw SwapDiagnostics.ObjectsLoseCode.Refuse(marked.Type, from.Number);
            else if (!isHeld && KeptLink.Find(next.Version, null) is { } none)
                links.Add(none);
        }

        return links;
    }

    private static PatchEntry? FindEntry(VersionContent content, Assembly assembly, string type) =>
        content.PatchOf(assembly)?.Entries!.FirstOrDefault(e => e.Baseline == assembly && e.Slot.Type.FullName == type);

    private static bool HasMark(VersionContent content, Assembly assembly, MarkedType marked) =>
        content.MarkedTypes().Any(m => m.Assembly == assembly && m.Type.Type == marked.Type && m.Type.Mark == marked.Mark);
}
