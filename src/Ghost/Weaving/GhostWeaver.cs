using System.Diagnostics;
using HotWeave.Ghost.Plans;
using HotWeave.Ghost.Profiling;

namespace HotWeave.Ghost.Weaving;

/// <summary>
/// Carries plans out in the process: types and a mark are defined in the loaded modules first, which changes no code; methods get their
/// stubs in batches, when somebody says which.
/// </summary>
internal sealed unsafe class GhostWeaver(ProfilerInfo info)
{
    private const uint Magic = 0x50475748;
    private const int Format = 1;

    private readonly List<ModuleWeaver> _modules = [];
    private StubBatch? _last;

    /// <summary>Looks whether plans can be carried out: finds the modules and reads the code of all methods, and changes nothing.</summary>
    public void Check(byte* plans, int length, GhostAnswer* answer) => Read(plans, length, answer, out _);

    /// <summary>Defines the types, in every copy of a module that has none yet.</summary>
    /// <param name="plans">The plans, which are the caller's.</param>
    /// <param name="length">How many bytes they take.</param>
    /// <param name="answer">Hears what was done.</param>
    public void Weave(byte* plans, int length, GhostAnswer* answer)
    {
        var read = Read(plans, length, answer, out var version);
        var watch = Stopwatch.StartNew();
        answer->Plan = 0;
        foreach (var modules in read)
        {
            foreach (var module in modules)
            {
                module.Define(version);
                _modules.Add(module);
            }

            answer->Plan++;
        }

        answer->DefineTime = (long)watch.Elapsed.TotalMicroseconds;
    }

    /// <summary>Marks the modules as woven: from now on patches find them.</summary>
    public void Mark()
    {
        foreach (var module in _modules)
            module.Mark();
    }

    /// <summary>Makes ready the stubs of methods that have none yet: from now on nothing has one of them inlined that is compiled.</summary>
    public void OpenBatch(ReadOnlySpan<GhostMethod> methods)
    {
        var batch = new StubBatch(info);
        foreach (ref readonly var method in methods)
        {
            foreach (var module in _modules)
            {
                if (module.Mvid == method.Module)
                    module.AddStub(batch, method.Method);
            }
        }

        _last = batch;
        batch.Open();
    }

    /// <summary>Gives methods of the open batch their stubs, in one request.</summary>
    public void RequestStubs(ReadOnlySpan<GhostMethod> methods, GhostAnswer* answer)
    {
        var wanted = new HashSet<(Guid, int)>();
        foreach (ref readonly var method in methods)
            wanted.Add((method.Module, method.Method));
        answer->RequestTime = _last?.Request(wanted) ?? 0;
    }

    /// <summary>Ends what opening began; the stubs that were asked for stay.</summary>
    public void CloseBatch() => _last?.Close();

    /// <summary>Has the methods of the last batch run the code that they were loaded with.</summary>
    public void Revert()
    {
        _last?.Revert();
        _last = null;
    }

    private List<List<ModuleWeaver>> Read(byte* plans, int length, GhostAnswer* answer, out AssemblyVersion version)
    {
        var cursor = new PlanCursor(plans, length);
        if ((uint)cursor.ReadNumber() != Magic || cursor.ReadNumber() != Format)
            throw new GhostException(GhostStep.ReadPlan, HResult.InvalidArgument);
        version = new AssemblyVersion
        {
            Major = cursor.ReadShort(),
            Minor = cursor.ReadShort(),
            Build = cursor.ReadShort(),
            Revision = cursor.ReadShort(),
        };
        var loaded = new LoadedModules(info);
        var read = new List<List<ModuleWeaver>>();
        for (var count = cursor.ReadCount(1); answer->Plan < count; answer->Plan++)
        {
            var plan = ModulePlan.Read(ref cursor);
            var modules = loaded.Find(plan.Mvid).Where(m => !_modules.Exists(w => w.Module == m)).Select(m => new ModuleWeaver(info, m, plan)).ToList();
            modules.ForEach(static m => m.ReadBodies());
            read.Add(modules);
        }

        return cursor.IsAtEnd ? read : throw new GhostException(GhostStep.ReadPlan, HResult.InvalidArgument);
    }
}
