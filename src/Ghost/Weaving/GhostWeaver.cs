using System.Diagnostics;
using System.Runtime.InteropServices;
using HotWeave.Ghost.Bodies;
using HotWeave.Ghost.Plans;
using HotWeave.Ghost.Profiling;

namespace HotWeave.Ghost.Weaving;

/// <summary>
/// Carries plans out in the process: first all that can fail without a trace, which is finding modules and reading bodies; then the types;
/// then one request for all methods.
/// </summary>
internal sealed unsafe class GhostWeaver(ProfilerInfo info)
{
    private const uint Magic = 0x50475748;
    private const int Format = 1;

    private readonly List<ModuleWeaver> _modules = [];

    /// <summary>Weaves.</summary>
    /// <param name="plans">The plans, which are the caller's.</param>
    /// <param name="length">How many bytes they take.</param>
    /// <param name="answer">Hears what was done.</param>
    public void Weave(byte* plans, int length, GhostAnswer* answer)
    {
        var cursor = new PlanCursor(plans, length);
        if ((uint)cursor.ReadNumber() != Magic || cursor.ReadNumber() != Format)
            throw new GhostException(GhostStep.ReadPlan, HResult.InvalidArgument);
        var version = new AssemblyVersion
        {
            Major = cursor.ReadShort(),
            Minor = cursor.ReadShort(),
            Build = cursor.ReadShort(),
            Revision = cursor.ReadShort(),
        };
        var loaded = new LoadedModules(info);
        for (var count = cursor.ReadCount(1); answer->Plan < count; answer->Plan++)
        {
            var plan = ModulePlan.Read(ref cursor);
            var module = new ModuleWeaver(info, loaded.Find(plan.Mvid), plan);
            module.ReadBodies();
            _modules.Add(module);
        }

        if (!cursor.IsAtEnd)
            throw new GhostException(GhostStep.ReadPlan, HResult.InvalidArgument);
        var watch = Stopwatch.StartNew();
        for (answer->Plan = 0; answer->Plan < _modules.Count; answer->Plan++)
            _modules[answer->Plan].Define(version);
        answer->DefineTime = (long)watch.Elapsed.TotalMicroseconds;
        watch.Restart();
        Request();
        answer->RequestTime = (long)watch.Elapsed.TotalMicroseconds;
        answer->Methods = _modules.Sum(static m => m.Methods.Count);
    }

    /// <summary>Marks the modules as woven: from now on patches find them.</summary>
    public void Mark(GhostAnswer* answer)
    {
        for (answer->Plan = 0; answer->Plan < _modules.Count; answer->Plan++)
            _modules[answer->Plan].Mark();
        answer->Methods = _modules.Sum(static m => m.Methods.Count);
    }

    /// <summary>Has all methods run the code that they were loaded with.</summary>
    public void Revert()
    {
        var (modules, methods) = Gather();
        var results = new int[methods.Length];
        fixed (nint* m = modules)
        fixed (int* t = methods)
        fixed (int* r = results)
            GhostException.Check(info.RequestRevert(methods.Length, m, t, r), GhostStep.Revert);
    }

    private void Request()
    {
        var (modules, methods) = Gather();
        var table = new BodyTable(methods.Length);
        foreach (var module in _modules)
            module.AddBodies(table);
        table.Publish();
        fixed (nint* m = modules)
        fixed (int* t = methods)
            GhostException.Check(info.RequestReJIT(methods.Length, m, t), GhostStep.Request);
    }

    private (nint[] Modules, int[] Methods) Gather() =>
        ([.. _modules.SelectMany(static m => m.Methods.Select(_ => m.Module))], [.. _modules.SelectMany(static m => m.Methods)]);
}
