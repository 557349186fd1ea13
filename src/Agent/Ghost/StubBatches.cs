using System.Diagnostics;
using HotWeave.Control.Protocol;
using HotWeave.Ghost;

namespace HotWeave.Control.Ghost;

/// <summary>
/// Gives methods their stubs, in as few batches as there are patches that need further types: each stops all threads, and what was compiled
/// without inlining is never given back.
/// </summary>
internal sealed class StubBatches(NativeGhost library, IReadOnlyList<GhostModule> modules, WovenCopies copies)
{
    // .NET 8 has been seen to end processes whose methods are compiled anew again and again.
    private static readonly int s_mostBatches = Environment.Version.Major < 9 ? 1 : int.MaxValue;

    // One batch at a time, by whoever wants one; the counts are read by anybody. Nothing is loaded by the application's threads meanwhile
    // that would wait for this lock.
    private readonly object _lock = new();

    // In how many copies of its module at least each has its stub: one that came later has none yet.
    private readonly Dictionary<(Guid Module, int Method), int> _stubbed = [];

    // Methods that have some inlined that have a stub, as far as threads ran them then; and those of which that is known.
    private readonly HashSet<(Guid Module, int Method)> _inliners = [];
    private readonly HashSet<(Guid Module, int Method)> _known = [];
    private StubCounts _counts = StubCounts.None;

    /// <summary>What became of stubs so far.</summary>
    public StubCounts Counts => Volatile.Read(ref _counts);

    /// <summary>Whether a method has its stub.</summary>
    public bool Has(Guid module, int method)
    {
        lock (_lock)
            return _stubbed.ContainsKey((module, method));
    }

    /// <summary>Whether code of a method with a stub, from before that, has others with a stub inlined.</summary>
    public bool HasInlined(Guid module, int method)
    {
        lock (_lock)
            return _inliners.Contains((module, method));
    }

    /// <summary>Whether <see cref="HasInlined"/> can tell: threads ran it when its stub came.</summary>
    public bool IsKnown(Guid module, int method)
    {
        lock (_lock)
            return _known.Contains((module, method));
    }

    /// <summary>Gives all methods of all modules theirs, and says what is wrong; null for nothing.</summary>
    public string? AddAll()
    {
        var all = new HashSet<(Guid, int)>();
        foreach (var module in modules)
        {
            foreach (var type in module.Types)
                all.Add((module.Mvid, type.Type));
        }

        return Add(all)?.Message;
    }

    /// <summary>Gives the methods of types theirs, as far as they have none.</summary>
    /// <param name="types">Modules and tokens.</param>
    /// <returns>Why not; null where all have theirs now. Then nothing has changed.</returns>
    public Refusal? Add(HashSet<(Guid Module, int Type)> types)
    {
        lock (_lock)
        {
            // Before anything is asked for: what is woven meanwhile is not counted, and gets its stubs the next time.
            var woven = copies.CountByModule();
            var wanted = FindMissing(types, woven);
            if (wanted.Count == 0)
                return null;
            if (_counts.Batches >= s_mostBatches)
                return new Refusal(ControlCodes.BatchSpent, Environment.Version.ToString());
            var began = Stopwatch.GetTimestamp();
            var known = library.CountErrors();
            var answer = Request(wanted);
            var problem = answer.Step != GhostStep.Done
                ? $"0x{answer.Result:x8}." : StubCompiler.FindProblem(wanted, () => library.FindErrors(known));
            var took = (long)Stopwatch.GetElapsedTime(began).TotalMicroseconds;
            _counts = new StubCounts(
                _counts.Methods, _counts.Batches + 1, Math.Max(_counts.LongestRequest, answer.RequestTime), Math.Max(_counts.LongestBatch, took));
            if (problem is not null)
                return Revert(problem);
            foreach (var method in wanted)
                _stubbed[(method.Module, method.Method)] = woven.GetValueOrDefault(method.Module);
            _counts = _counts with { Methods = _stubbed.Count };
            return null;
        }
    }

    private GhostAnswer Request(List<GhostMethod> wanted)
    {
        var opened = library.OpenBatch([.. wanted]);
        try
        {
            return opened.Step == GhostStep.Done ? new StubRequests(library, _inliners, _known).Make(wanted) : opened;
        }
        finally
        {
            // Where that fails, asking before methods are inlined goes on, which costs a little and changes nothing.
            library.CloseBatch();
        }
    }

    private Refusal Revert(string problem) => new(
        ControlCodes.StubRefused, library.Revert().Step == GhostStep.Done ? problem : problem + " The old code could not be put back.");

    private List<GhostMethod> FindMissing(HashSet<(Guid Module, int Type)> types, Dictionary<Guid, int> woven)
    {
        var missing = new List<GhostMethod>();
        foreach (var module in modules)
        {
            foreach (var type in module.Types)
            {
                if (!types.Contains((module.Mvid, type.Type)))
                    continue;
                foreach (var method in type.Methods)
                {
                    if (_stubbed.TryGetValue((module.Mvid, method), out var stubbed) && stubbed >= woven.GetValueOrDefault(module.Mvid))
                        continue;
                    if (HasLoaded(module.Mvid, method))
                        missing.Add(new GhostMethod { Module = module.Mvid, Method = method });
                }
            }
        }

        return missing;
    }

    // The runtime looks for who has inlined a method by the method itself, which is there once its type is loaded. One whose type cannot be
    // loaded in some copy cannot be called there either.
    private static bool HasLoaded(Guid module, int method)
    {
        foreach (var copy in LoadedModule.FindLasting(module))
        {
            if (LoadedMethod.Find(copy.ManifestModule, method) is null)
                return false;
        }

        return true;
    }
}
