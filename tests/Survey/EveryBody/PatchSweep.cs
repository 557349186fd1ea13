using System.Reflection;
using System.Runtime.CompilerServices;

namespace HotWeave.Survey.EveryBody;

/// <summary>Has the JIT compiler compile every method of a patch, generic ones over references and over values.</summary>
/// <param name="arguments">Finds the arguments.</param>
/// <param name="begin">Told of each method before it is compiled, since a wrong one can end the process.</param>
internal sealed class PatchSweep(GenericArguments arguments, Action<string> begin)
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>How many bodies were compiled; one over references and over values counts twice.</summary>
    public int Compiled { get; private set; }

    /// <summary>The generic methods for which no arguments were found.</summary>
    public List<string> Uninstantiated { get; } = [];

    /// <summary>The methods that do not compile, and why.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Compiles all methods of an assembly.</summary>
    public void Compile(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes())
        {
            var methods = type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared));
            foreach (var method in methods.Where(static m => !m.IsAbstract && m.GetMethodBody() is not null))
            {
                var name = $"{type.FullName}.{method}";
                var lists = arguments.Find(method);
                if (lists.Count == 0)
                    Uninstantiated.Add(name);
                foreach (var list in lists)
                    Compile(method, list, list.Length == 0 ? name : $"{name} over {string.Join(", ", list.Select(static t => t.Name))}");
            }
        }
    }

    private void Compile(MethodBase method, Type[] list, string name)
    {
        begin(name);
        try
        {
            RuntimeHelpers.PrepareMethod(method.MethodHandle, Array.ConvertAll(list, static t => t.TypeHandle));
            Compiled++;
        }
        catch (Exception e) // whatever it is, the method does not compile
        {
            Failures.Add($"{name}: {e.GetType().Name}: {e.Message}");
        }
    }
}
