using System.Diagnostics;
using HotWeave.Ghost.Bodies;
using HotWeave.Ghost.Profiling;

namespace HotWeave.Ghost.Weaving;

/// <summary>
/// Methods that get their stubs together. A method that is being compiled meanwhile may have been allowed to inline one of them, and not be
/// known yet as one that did: so inlining them ends first, then whoever was allowed before gets time to be known, and then the request finds
/// all of them.
/// </summary>
internal sealed unsafe class StubBatch(ProfilerInfo info)
{
    // Between being allowed to inline and being known for it lies the reading of one short method.
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(250);

    private readonly List<(ModuleWeaver Module, int Method)> _methods = [];

    /// <summary>Adds one.</summary>
    public void Add(ModuleWeaver module, int method) => _methods.Add((module, method));

    /// <summary>Lets all threads that compile see the new bodies, and has none of the methods inlined from now on.</summary>
    public void Open()
    {
        var table = new BodyTable(_methods.Count);
        foreach (var (module, method) in _methods)
            table.Add(module.Module, method, module.MakeBody(method));
        table.Publish();
        GhostException.Check(info.EnableInliningEvents(), GhostStep.Request);
        Thread.Sleep(s_grace);
    }

    /// <summary>Requests some of the methods, and returns how many microseconds that took in which the runtime stops all threads.</summary>
    public long Request(HashSet<(Guid Module, int Method)> wanted)
    {
        var requested = _methods.Where(m => wanted.Contains((m.Module.Mvid, m.Method))).ToList();
        if (requested.Count == 0)
            return 0;
        var watch = Stopwatch.StartNew();
        fixed (nint* modules = Modules(requested))
        fixed (int* methods = Tokens(requested))
            GhostException.Check(info.RequestReJIT(requested.Count, modules, methods), GhostStep.Request);
        return (long)watch.Elapsed.TotalMicroseconds;
    }

    /// <summary>Lets the methods be inlined again that kept their code; a method with a stub is not, whoever asks.</summary>
    public void Close() => GhostException.Check(info.EnableEvents(), GhostStep.Request);

    /// <summary>Has the methods run the code that they were loaded with.</summary>
    public void Revert()
    {
        GiveUp();
        if (_methods.Count == 0)
            return;
        fixed (nint* modules = Modules(_methods))
        fixed (int* methods = Tokens(_methods))
        fixed (int* results = new int[_methods.Count])
            GhostException.Check(info.RequestRevert(_methods.Count, modules, methods, results), GhostStep.Revert);
    }

    private static nint[] Modules(List<(ModuleWeaver Module, int Method)> methods) => [.. methods.Select(static m => m.Module.Module)];

    private static int[] Tokens(List<(ModuleWeaver Module, int Method)> methods) => [.. methods.Select(static m => m.Method)];

    private void GiveUp()
    {
        foreach (var (module, method) in _methods)
        {
            BodyTable.GiveUp(module.Module, method);
            module.GiveUp(method);
        }
    }
}
