using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using HotWeave.Control.Protocol;
using HotWeave.Ghost;

namespace HotWeave.Control.Ghost;

/// <summary>
/// Finds the activations that no patch reaches: threads in a method whose code is from before a stub and has the method with the stub
/// inlined. The runtime knows which methods that are, since it compiles them anew at their next call; here they are compiled at once, and
/// those are old that have other code afterwards. Of a method that got a stub itself that says nothing: of those that ran then it was seen
/// whether they have others inlined (<see cref="StubRequests"/>), and the others count. While there are no stubs, all count that may.
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
                _callers.Add((module.Mvid, method));
        }
    }

    /// <summary>Those that no patch reaches, or, while nobody knows what patches will need, that one may not reach.</summary>
    public List<OldActivation> Find() => _stubs.Counts.Batches > 0 ? FindAfterStubs() : FindBeforeStubs();

    /// <summary>Those that have a method inlined that has a stub.</summary>
    public List<OldActivation> FindAfterStubs()
    {
        var frames = _library.FindFrames();
        LoadedMethod.CompileAll(frames);
        _library.ReadNewest(frames);
        var found = new List<OldActivation>();
        foreach (var frame in frames)
        {
            if (frame.Newest <= frame.Version)
                continue;
            // Of code with its stub, and of what has none, newer code says it all; of other code what was seen when the stub came.
            var isSure = frame.Version != 0 || !_stubs.Has(frame.Module, frame.Method) || _stubs.HasInlined(frame.Module, frame.Method);
            if (isSure || !_stubs.IsKnown(frame.Module, frame.Method))
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

    private static MethodBase? Resolve(Guid module, int token) =>
        LoadedModule.Find(module) is { } found ? LoadedMethod.Find(found, token) : null;
}
