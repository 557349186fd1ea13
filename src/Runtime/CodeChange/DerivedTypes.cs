using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace HotWeave.CodeChange;

/// <summary>Finds the loaded types that derive from one, in whatever assembly and load context; of generic ones the definitions.</summary>
internal static class DerivedTypes
{
    /// <summary>The type, and what derives from it.</summary>
    internal static IEnumerable<Type> Find(Type type) =>
        FindAssemblies(type.Assembly).SelectMany(TypesOf).Where(t => IsOrDerives(t, type)).Prepend(type);

    /// <summary>Whether a type is another, with whatever arguments, or derives from it.</summary>
    internal static bool IsOrDerives(Type type, Type other)
    {
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if ((ancestor.IsGenericType ? ancestor.GetGenericTypeDefinition() : ancestor) == other)
                return true;
        }

        return false;
    }

    // What derives from a type refers to its assembly, or to one that has another that does. Names are enough: more is looked at then, not less. Dynamic
    // assemblies do not
    // say what they refer to.
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "References are those that are left; what was trimmed has no objects.")]
    private static List<Assembly> FindAssemblies(Assembly root)
    {
        var loaded = AppDomain.CurrentDomain.GetAssemblies();
        var referring = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { NameOf(root) };
        int before;
        do
        {
            before = referring.Count;
            foreach (var assembly in loaded)
            {
                if (!assembly.IsDynamic && !referring.Contains(NameOf(assembly))
                    && assembly.GetReferencedAssemblies().Any(r => referring.Contains(r.Name ?? "")))
                    referring.Add(NameOf(assembly));
            }
        }
        while (referring.Count > before);
        return [.. loaded.Where(a => a.IsDynamic || referring.Contains(NameOf(a)))];
    }

    private static string NameOf(Assembly assembly) => assembly.GetName().Name ?? "";

    // A type that cannot be loaded has no objects.
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "What was trimmed has no objects.")]
    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            return e.Types.OfType<Type>();
        }
    }
}
