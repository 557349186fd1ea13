using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising.Opening;

/// <summary>Finds the virtual methods of base types outside the assembly that a type could override and does not.</summary>
internal static class OutsideOverridables
{
    /// <summary>The methods, nearest base first, each with its type in the terms of <paramref name="type"/>.</summary>
    public static IReadOnlyList<(MethodDefinition Method, TypeReference View)> Find(TypeDefinition type, VirtualMethods methods)
    {
        var found = new List<(MethodDefinition, TypeReference)>();
        if (type.IsInterface || (type.IsAbstract && type.IsSealed))
            return found;
        var taken = new HashSet<string>(type.Methods.Select(m => KeyOf(m, type)), StringComparer.Ordinal);
        foreach (var (view, own) in methods.BasesOf(type))
            taken.UnionWith(own.Methods.Select(m => KeyOf(m, view)));
        for (var view = methods.OutsideBaseOf(type); view is not null; view = view.Resolve()?.BaseType?.Through(view))
        {
            foreach (var method in view.Resolve()?.Methods.Where(static m => m.IsVirtual) ?? [])
            {
                if (taken.Add(KeyOf(method, view)) && CanOverride(method))
                    found.Add((method, view));
            }
        }

        return found;
    }

    // A finaliser would make every object wait for its thread.
    private static bool CanOverride(MethodDefinition method) =>
        method is { IsFinal: false, IsAbstract: false, Name: not "Finalize" }
        && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly)
        && method.CallingConvention != MethodCallingConvention.VarArg;

    private static string KeyOf(MethodDefinition method, TypeReference view) =>
        $"{method.Name}`{method.GenericParameters.Count}({string.Join(",", method.Parameters.Select(p => SignatureText.Plain.Write(p.ParameterType.Through(view))))})";
}
