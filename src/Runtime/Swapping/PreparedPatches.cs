using System.Runtime.Loader;
using HotWeave.Diagnostics;
using HotWeave.Loading;

namespace HotWeave.Swapping;

/// <summary>The patches that are prepared and neither committed nor discarded, in the order of preparing.</summary>
internal sealed class PreparedPatches
{
    // Protects the list and every prepared patch's hold on its loaded patch.
    private readonly object _lock = new();
    private readonly List<PreparedPatch> _waiting = [];

    internal PreparedPatch Add(PreparedPatch prepared)
    {
        lock (_lock)
            _waiting.Add(prepared);
        return prepared;
    }

    /// <exception cref="InvalidOperationException">It was committed or discarded before.</exception>
    internal PatchCopies TakePatch(PreparedPatch prepared) =>
        TryTakePatch(prepared) ?? throw new InvalidOperationException("The patch was committed or discarded before.");

    internal PatchCopies? TryTakePatch(PreparedPatch prepared)
    {
        lock (_lock)
        {
            _waiting.Remove(prepared);
            var patch = prepared.Loaded;
            prepared.Loaded = null;
            return patch;
        }
    }

    /// <summary>After a commit that was refused: it can be tried again.</summary>
    internal void PutBack(PreparedPatch prepared, PatchCopies patch)
    {
        lock (_lock)
        {
            prepared.Loaded = patch;
            _waiting.Add(prepared);
        }
    }

    /// <summary>Gives up what is prepared for assemblies of a load context.</summary>
    /// <returns>What was given up, to be unpinned.</returns>
    internal IReadOnlyList<LoadedPatch> TakeOut(AssemblyLoadContext context)
    {
        lock (_lock)
        {
            var left = new List<LoadedPatch>();
            foreach (var prepared in _waiting.FindAll(p => p.Loaded!.All.Any(c => c.IsAtHomeIn(context))))
            {
                var stays = prepared.Loaded!.All.Where(c => !c.IsAtHomeIn(context)).ToList();
                left.AddRange(prepared.Loaded.All.Except(stays));
                prepared.Loaded = stays.Count == 0 ? null : new PatchCopies(stays);
                if (stays.Count == 0)
                    _waiting.Remove(prepared);
            }

            return left;
        }
    }

    internal IReadOnlyList<PreparedPatch> All()
    {
        lock (_lock)
            return [.. _waiting];
    }

    /// <summary>The one whose digest begins so; with no word, the only one. Of one patch that was prepared twice, the first.</summary>
    /// <exception cref="SwapException">HW6212, HW6213.</exception>
    internal PreparedPatch Find(string id)
    {
        var all = All();
        var found = all.Where(p => p.Id.StartsWith(id, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Select(static p => p.Id).Distinct().Count() switch
        {
            0 => throw SwapDiagnostics.NotPrepared.Refuse(id.Length == 0 ? "There is no prepared patch" : $"No prepared patch has a digest that begins with '{id}'", Names(all)),
            1 => found[0],
            _ => throw SwapDiagnostics.SeveralPrepared.Refuse(Names(found)),
        };
    }

    private static string Names(IReadOnlyList<PreparedPatch> patches) =>
        patches.Count == 0 ? "none" : string.Join(", ", patches.Select(static p => p.Id[..12]).Distinct());
}
