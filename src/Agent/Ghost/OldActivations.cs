using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using HotWeave.Control.Protocol;
using HotWeave.Ghost;

namespace HotWeave.Control.Ghost;

/// <summary>
/// Finds the activations that no patch reaches: threads in a method whose code is from before a stub and has the method with the stub
/// inlined. The runtime knows which methods that are, since it compiles them anew at their next call; here they are compiled at once, and
/// those are old that have other code afterwards. Of a method that got a stub itself that says nothing, so those count that may have inlined
/// others; and while there are no stubs, all count that may.
/// </summary>
internal sealed class OldActivations
{
    private readonly NativeGhost _library;
    private readonly StubBatches _stubs;
    private readonly HashSet<(Guid Module, int Method)> _callers;

    public OldActivations(NativeGhost library, IReadOnlyList<GhostModule> modules, StubBatches stubs)
    {
        _library = library;
        _stubs = stubs;
        _callers = [];
        foreach (var module in modules)
        {
            foreach (var method in module.Callers)
                _callers.Add((Guid.Parse(module.Mvid), method));
        }
    }

    /// <summary>Those that no patch reaches, or, while nobody knows what patches will need, that one may not reach.</summary>
    public List<OldActivation> Find() => _stubs.Counts.Batches > 0 ? FindAfterStubs() : FindBeforeStubs();

    /// <summary>Those that have a method inlined that has a stub.</summary>
    public List<OldActivation> FindAfterStubs()
    {
        var frames = _library.FindFrames();
        var compiled = new HashSet<(Guid, int)>();
        foreach (var frame in frames)
        {
            if (compiled.Add((frame.Module, frame.Method)))
                Compile(frame.Module, frame.Method);
        }

        _library.MarkOld(frames);
        var found = new List<OldActivation>();
        foreach (var frame in frames)
        {
            if (frame.IsOld == 0)
                continue;
            // Its first newer code is that with its stub, whatever it has inlined.
            var isSure = frame.Version != 0 || !_stubs.Has(frame.Module, frame.Method);
            if (isSure || _callers.Contains((frame.Module, frame.Method)))
                found.Add(Describe(frame, isSure));
        }

        return found;
    }

    private List<OldActivation> FindBeforeStubs()
    {
        var found = new List<OldActivation>();
        foreach (var frame in _library.FindFrames())
        {
            if (_callers.Contains((frame.Module, frame.Method)))
                found.Add(Describe(frame, isSure: false));
        }

        return found;
    }

    private static OldActivation Describe(GhostFrame frame, bool isSure)
    {
        var method = Resolve(frame.Module, frame.Method);
        var name = method is null ? frame.Method.ToString("x8", CultureInfo.InvariantCulture)
            : method.DeclaringType is { } type ? type.FullName + "." + method.Name : method.Name;
        return new OldActivation(name, frame.Thread, isSure) { File = FindFile(method), Token = frame.Method, Offset = frame.Offset };
    }

    // An assembly of a single-file executable has a name and no folder.
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "What is empty there is looked for.")]
    private static string FindFile(MethodBase? method) =>
        method?.Module.Assembly is not { } assembly ? "" : assembly.Location is { Length: > 0 } file ? file : assembly.GetName().Name + ".dll";

    private static void Compile(Guid module, int token)
    {
        try
        {
            if (Resolve(module, token) is not { ContainsGenericParameters: false, IsAbstract: false } method)
                return;
            // Since .NET 9, what has a slot of its own is compiled only where it has an address.
            if (method.IsVirtual)
                method.MethodHandle.GetFunctionPointer();
            RuntimeHelpers.PrepareMethod(method.MethodHandle);
        }
        catch (Exception e) when (e is TypeLoadException or IOException or ArgumentException or BadImageFormatException)
        {
            // Trimming took what it is compiled from; what runs is looked at all the same.
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The token is of a method that a thread runs.")]
    private static MethodBase? Resolve(Guid module, int token)
    {
        try
        {
            return LoadedModule.Find(module)?.ResolveMethod(token);
        }
        catch (Exception e) when (e is TypeLoadException or IOException or ArgumentException or BadImageFormatException)
        {
            // As above: there is no name to tell.
            return null;
        }
    }
}
