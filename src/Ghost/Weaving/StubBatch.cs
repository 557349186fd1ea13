using System.Diagnostics;
using HotWeave.Ghost.Bodies;
using HotWeave.Ghost.Profiling;

namespace HotWeave.Ghost.Weaving;

/// <summary>
/// Methods that get their stubs in one request. A method that is being compiled meanwhile may have been allowed to inline one of them, and
/// not be known yet as one that did: so inlining them ends first, then whoever was allowed before gets time to be known, and then the request
/// finds all of them.
/// </summary>
internal sealed unsafe class StubBatch(ProfilerInfo info)
{
    // Between being allowed to inline and being known for it lies the reading of one short method.
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(250);

    private readonly List<(ModuleWeaver Module, int Method)> _methods = [];

    /// <summary>How many methods there are.</summary>
    public int Count => _methods.Count;

    /// <summary>Adds one.</summary>
    public void Add(ModuleWeaver module, int method) => _methods.Add((module, method));

    /// <summary>Makes the request, and returns how many microseconds that took in which the runtime stops all threads.</summary>
    public long Request()
    {
        var table = new BodyTable(_methods.Count);
        foreach (var (module, method) in _methods)
            table.Add(module.Module, method, module.MakeBody(method));
        table.Publish();
        GhostException.Check(info.EnableInliningEvents(), GhostStep.Request);
        try
        {
            Thread.Sleep(s_grace);
            var watch = Stopwatch.StartNew();
            fixed (nint* modules = Modules)
            fixed (int* methods = Methods)
                GhostException.Check(info.RequestReJIT(_methods.Count, modules, methods), GhostStep.Request);
            return (long)watch.Elapsed.TotalMicroseconds;
        }
        catch (GhostException)
        {
            GiveUp();
            throw;
        }
        finally
        {
            _ = info.EnableEvents();
        }
    }

    /// <summary>Has the methods run the code that they were loaded with.</summary>
    public void Revert()
    {
        GiveUp();
        fixed (nint* modules = Modules)
        fixed (int* methods = Methods)
        fixed (int* results = new int[_methods.Count])
            GhostException.Check(info.RequestRevert(_methods.Count, modules, methods, results), GhostStep.Revert);
    }

    private nint[] Modules => [.. _methods.Select(static m => m.Module.Module)];

    private int[] Methods => [.. _methods.Select(static m => m.Method)];

    private void GiveUp()
    {
        foreach (var (module, method) in _methods)
        {
            BodyTable.GiveUp(module.Module, method);
            module.GiveUp(method);
        }
    }
}
