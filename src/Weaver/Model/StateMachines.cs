using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>Which state machine runs which method.</summary>
internal static class StateMachines
{
    /// <summary>For each state machine that one of <paramref name="methods"/> names, that method.</summary>
    public static Dictionary<TypeDefinition, MethodDefinition> Roots(IEnumerable<MethodDefinition> methods)
    {
        var roots = new Dictionary<TypeDefinition, MethodDefinition>();
        foreach (var method in methods)
        {
            if (FindType(method) is { } type)
                roots[type] = method;
        }

        return roots;
    }

    /// <summary>The state machine of <paramref name="method"/>; null when it has none.</summary>
    public static TypeDefinition? FindType(MethodDefinition method)
    {
        if (!method.HasCustomAttributes)
            return null;
        foreach (var attribute in method.CustomAttributes)
        {
            if (attribute.AttributeType.Name.EndsWith("StateMachineAttribute", StringComparison.Ordinal)
                && attribute.ConstructorArguments.Count == 1 && attribute.ConstructorArguments[0].Value is TypeDefinition type)
            {
                return type;
            }
        }

        return null;
    }

    /// <summary>The bodies that run a call of <paramref name="method"/>: its own and its state machine's.</summary>
    public static IEnumerable<MethodDefinition> BodiesOf(MethodDefinition method) => FindType(method) is { } type ? type.Methods.Prepend(method) : [method];
}
