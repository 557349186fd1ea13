using System.Globalization;
using System.Reflection;
using HotWeave.Ghost;

namespace HotWeave.Control.Ghost;

/// <summary>
/// Has the runtime compile every method that got a stub, as far as that can be asked for, so that what it cannot take shows before anybody
/// calls it and before a patch counts on it. Generic methods are compiled over whatever they are called over, when they are.
/// </summary>
internal static class StubCompiler
{
    /// <summary>What is wrong with a stub; null for nothing.</summary>
    /// <param name="methods">The methods.</param>
    /// <param name="findErrors">What the runtime said meanwhile.</param>
    public static string? FindProblem(IReadOnlyList<GhostMethod> methods, Func<IReadOnlyList<GhostError>> findErrors)
    {
        var copies = new Dictionary<Guid, List<Assembly>>();
        foreach (var method in methods)
        {
            if (!copies.TryGetValue(method.Module, out var assemblies))
                copies.Add(method.Module, assemblies = LoadedModule.FindLasting(method.Module));
            foreach (var assembly in assemblies)
            {
                if (Compile(assembly.ManifestModule, method.Method) is { } problem)
                    return $"{assembly.GetName().Name}, method {Format(method.Method)}: {problem}";
            }
        }

        var errors = findErrors();
        return errors.Count == 0 ? null : $"method {Format(errors[0].Method)}: 0x{Format(errors[0].Result)}";
    }

    private static string? Compile(Module module, int token)
    {
        try
        {
            if (LoadedMethod.Find(module, token) is { } method)
                LoadedMethod.Compile(method);
            return null;
        }
        catch (Exception e) when (e is TypeLoadException or IOException)
        {
            // What the method names is not there. It was not before either, and no stub changes that.
            return null;
        }
        catch (Exception e)
        {
            return e.GetType().Name + ": " + e.Message;
        }
    }

    private static string Format(int number) => number.ToString("x8", CultureInfo.InvariantCulture);
}
