using System.Diagnostics;
using HotWeave.Control.Protocol;
using HotWeave.Ghost;

namespace HotWeave.Control.Ghost;

/// <summary>
/// Gives methods their stubs, in as few requests as there are patches that need further types: each request stops all threads, and what was
/// compiled without inlining is never given back.
/// </summary>
internal sealed class StubBatches(NativeGhost library, IReadOnlyList<GhostModule> modules)
{
    // .NET 8 has been seen to end processes whose methods are compiled anew again and again.
    private static readonly int s_mostBatches = Environment.Version.Major < 9 ? 1 : int.MaxValue;

    // One batch at a time, by whoever wants one; the counts are read by anybody. Nothing is loaded by the application's threads meanwhile
    // that would wait for this lock.
    private readonly object _lock = new();
    private readonly HashSet<GhostMethod> _stubbed = [];
    private StubCounts _counts = StubCounts.None;

    /// <summary>What became of stubs so far.</summary>
    public StubCounts Counts => Volatile.Read(ref _counts);

    /// <summary>Whether a method has its stub.</summary>
    public bool Has(Guid module, int method)
    {
        lock (_lock)
            return _stubbed.Contains(new GhostMethod { Module = module, Method = method });
    }

    /// <summary>Gives all methods of all modules theirs, and says what is wrong; null for nothing.</summary>
    public string? AddAll()
    {
        var all = new HashSet<(Guid, int)>();
        foreach (var module in modules)
        {
            foreach (var type in module.Types)
                all.Add((Guid.Parse(module.Mvid), type.Type));
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
            var wanted = FindMissing(types);
            if (wanted.Count == 0)
                return null;
            if (_counts.Batches >= s_mostBatches)
                return new Refusal(ControlCodes.BatchSpent, Environment.Version.ToString());
            var began = Stopwatch.GetTimestamp();
            var known = library.CountErrors();
            var answer = library.AddStubs([.. wanted]);
            if (answer.Step != GhostStep.Done)
                return new Refusal(ControlCodes.StubRefused, $"0x{answer.Result:x8}.");
            var problem = StubCompiler.FindProblem(wanted, () => library.FindErrors(known));
            var took = (long)Stopwatch.GetElapsedTime(began).TotalMicroseconds;
            _counts = new StubCounts(
                _counts.Methods, _counts.Batches + 1, Math.Max(_counts.LongestRequest, answer.RequestTime), Math.Max(_counts.LongestBatch, took));
            if (problem is not null)
                return Revert(problem);
            _stubbed.UnionWith(wanted);
            _counts = _counts with { Methods = _stubbed.Count };
            return null;
        }
    }

    private Refusal Revert(string problem) => new(
        ControlCodes.StubRefused, library.Revert().Step == GhostStep.Done ? problem : problem + " The old code could not be put back.");

    private List<GhostMethod> FindMissing(HashSet<(Guid Module, int Type)> types)
    {
        var missing = new List<GhostMethod>();
        foreach (var module in modules)
        {
            var id = Guid.Parse(module.Mvid);
            foreach (var type in module.Types)
            {
                if (!types.Contains((id, type.Type)))
                    continue;
                foreach (var method in type.Methods)
                {
                    var key = new GhostMethod { Module = id, Method = method };
                    if (!_stubbed.Contains(key))
                        missing.Add(key);
                }
            }
        }

        return missing;
    }
}
