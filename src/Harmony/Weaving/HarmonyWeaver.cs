using System.Reflection;
using HotWeave.Harmony.Diagnostics;
using HotWeave.Harmony.Stubs;
using HotWeave.Loading;
using HotWeave.Runtime;

namespace HotWeave.Harmony.Weaving;

/// <summary>
/// Weaves loaded assemblies: first all that can be refused without a trace; then a stub before every method; then what may have had such
/// methods inlined is compiled anew; and only when everything stands the assemblies count as woven.
/// </summary>
internal sealed class HarmonyWeaver(HarmonyLibrary harmony, HarmonyWeavingOptions options) : IStubKeeper
{
    private readonly List<(MethodBase Method, MethodInfo Transpiler)> _done = [];
    private List<Stub> _stubs = [];

    /// <summary>Weaves.</summary>
    /// <exception cref="SwapException">Refused; every method runs the code that it had.</exception>
    public HarmonyWeavingResult Weave(IReadOnlyList<CompanionFile> files)
    {
        _stubs = [.. files.SelectMany(static f => f.FindStubs())];
        if (_stubs.Select(FindOthers).FirstOrDefault(static o => o is not null) is { } others)
            throw others;
        var stubbed = _stubs.Select(static s => s.Method).ToHashSet();
        var callers = FindCallers(files);
        RefuseWork("before");
        var kept = FindKept(callers);
        var recompiled = 0;
        try
        {
            foreach (var stub in _stubs)
                AddStub(stub);
            // Those that were compiled with their stub before what they call had its own may have that inlined.
            foreach (var method in callers.Where(static c => c.Value.IsMovable).Select(static c => c.Key))
            {
                if (stubbed.Contains(method))
                    harmony.Compile(method);
                else if (TryKeep(method, kept))
                    recompiled++;
            }

            RefuseWork("while it was woven");
        }
        catch
        {
            TakeAllOut();
            throw;
        }

        foreach (var file in files)
            file.Mark(this);
        return new HarmonyWeavingResult
        {
            Assemblies = [.. files.Select(static f => f.Assembly.GetName().Name!).Order(StringComparer.Ordinal)],
            Methods = _stubs.Count,
            Recompiled = recompiled,
            KeepInlined = kept,
        };
    }

    /// <inheritdoc/>
    public SwapException? FindProblem(IReadOnlyCollection<FieldInfo> slots)
    {
        foreach (var stub in _stubs.Where(s => slots.Contains(s.Slot)))
        {
            if (!HarmonyLibrary.Has(stub.Method, StubTranspiler.Stub))
                return HarmonyDiagnostics.StubGone.Refuse(stub.Name);
            if (FindOthers(stub) is { } others)
                return others;
        }

        return null;
    }

    private static SwapException? FindOthers(Stub stub) =>
        HarmonyLibrary.FindOther(stub.Method) is { } other ? HarmonyDiagnostics.OthersTranspile.Refuse(other, stub.Name) : null;

    private Dictionary<MethodBase, CompanionCallerAttribute> FindCallers(IReadOnlyList<CompanionFile> files)
    {
        var callers = new Dictionary<MethodBase, CompanionCallerAttribute>();
        var modules = new Dictionary<(string Assembly, string Module), Module?>();
        foreach (var caller in files.SelectMany(static f => f.Callers).Where(c => !(c.IsGuess && options.IsAtStart)))
        {
            var key = (caller.Assembly, caller.Module);
            if (!modules.TryGetValue(key, out var module))
                modules.Add(key, module = LoadedModules.FindModule(caller.Assembly, caller.Module));
            if (module?.ResolveMethod(caller.Method) is { } method)
                callers.TryAdd(method, caller);
        }

        return callers;
    }

    private List<string> FindKept(Dictionary<MethodBase, CompanionCallerAttribute> callers)
    {
        var old = new OldCode(callers, options.IsAtStart);
        var running = old.FindRunning();
        if (running.Count > 0 && !options.AcceptInlined)
            throw HarmonyDiagnostics.RunsInlined.Refuse(string.Join(", ", running));
        var @fixed = old.FindFixed();
        if (@fixed.Count > 0 && !options.AcceptInlined)
            throw HarmonyDiagnostics.KeepsInlined.Refuse(string.Join(", ", @fixed));
        return [.. running, .. @fixed];
    }

    private void RefuseWork(string when)
    {
        if (options.IsQuiet is { } isQuiet)
        {
            if (!isQuiet())
                throw HarmonyDiagnostics.NotQuiet.Refuse($"IsQuiet said so {when}");
        }
        else if (ThreadPool.CompletedWorkItemCount > 0)
        {
            throw HarmonyDiagnostics.NotQuiet.Refuse("its thread pool has done work already, and nobody says that there is no more");
        }
    }

    private void AddStub(Stub stub)
    {
        StubTable.Add(stub);
        _done.Add((stub.Method, StubTranspiler.Stub));
        try
        {
            harmony.Transpile(stub.Method, StubTranspiler.Stub);
        }
        catch (Exception e)
        {
            // Whatever Harmony says of a method that it does not like.
            throw HarmonyDiagnostics.StubRefused.Refuse(e, stub.Name, e.InnerException?.Message ?? e.Message);
        }
    }

    // What Harmony does not compile keeps what it has.
    private bool TryKeep(MethodBase method, List<string> kept)
    {
        try
        {
            harmony.Transpile(method, StubTranspiler.Keep);
            _done.Add((method, StubTranspiler.Keep));
            return true;
        }
        catch (Exception e) when (options.AcceptInlined)
        {
            kept.Add($"{MethodNames.Describe(method)} ({e.Message})");
            return false;
        }
        catch (Exception e)
        {
            throw HarmonyDiagnostics.KeepsInlined.Refuse(e, $"{MethodNames.Describe(method)} ({e.Message})");
        }
    }

    private void TakeAllOut()
    {
        foreach (var (method, transpiler) in Enumerable.Reverse(_done))
        {
            if (HarmonyLibrary.Has(method, transpiler))
                harmony.TakeOut(method, transpiler);
        }

        foreach (var stub in _stubs)
            StubTable.Remove(stub);
    }
}
