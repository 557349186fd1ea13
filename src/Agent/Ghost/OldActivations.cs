using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using HotWeave.Control.Protocol;
using HotWeave.Ghost;

namespace HotWeave.Control.Ghost;

/// <summary>
/// Finds the activations that no patch reaches: threads in a method whose code is from before the weaving and has woven methods inlined. The
/// runtime knows which methods that are, since it compiles them anew at their next call; here they are compiled at once, and those are old
/// that have other code afterwards. Of a method that is itself woven that says nothing, so those count that may have inlined others.
/// </summary>
internal sealed class OldActivations
{
    private readonly NativeGhost _library;
    private readonly HashSet<(Guid Module, int Method)> _woven = [];
    private readonly HashSet<(Guid Module, int Method)> _callers = [];

    public OldActivations(NativeGhost library, IReadOnlyList<GhostModule> modules)
    {
        _library = library;
        foreach (var module in modules)
        {
            var id = Guid.Parse(module.Mvid);
            foreach (var method in module.Methods)
                _woven.Add((id, method));
            foreach (var method in module.Callers)
                _callers.Add((id, method));
        }
    }

    /// <summary>Each by its method and thread.</summary>
    public List<OldActivation> Find()
    {
        var library = _library;
        var frames = library.FindFrames();
        var names = new Dictionary<(Guid, int), string>();
        foreach (var frame in frames)
        {
            if (!names.ContainsKey((frame.Module, frame.Method)))
                names.Add((frame.Module, frame.Method), Compile(frame));
        }

        library.MarkOld(frames);
        var found = new List<OldActivation>();
        foreach (var frame in frames)
        {
            var key = (frame.Module, frame.Method);
            var isWoven = _woven.Contains(key);
            if (frame.IsOld != 0 && (!isWoven || _callers.Contains(key)))
                found.Add(new OldActivation(names[key], frame.Thread, !isWoven));
        }

        return found;
    }

    // The method's name.
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The token is of a method that a thread runs.")]
    private static string Compile(GhostFrame frame)
    {
        var token = frame.Method.ToString("x8", CultureInfo.InvariantCulture);
        try
        {
            if (LoadedModule.Find(frame.Module)?.ResolveMethod(frame.Method) is not { } method)
                return token;
            if (!method.ContainsGenericParameters && !method.IsAbstract)
                RuntimeHelpers.PrepareMethod(method.MethodHandle);
            return method.DeclaringType is { } type ? type.FullName + "." + method.Name : method.Name;
        }
        catch (Exception e) when (e is TypeLoadException or IOException or ArgumentException or BadImageFormatException)
        {
            // Trimming took what it is compiled from; what runs is looked at all the same.
            return token;
        }
    }
}
