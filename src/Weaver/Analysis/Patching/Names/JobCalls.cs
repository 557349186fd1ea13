using HotWeave.Weaver.Analysis.Patching.Once;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Names;

/// <summary>Calls that write down what is to be done later, by the names of types and methods.</summary>
internal static class JobCalls
{
    /// <summary>Whether a call takes an expression of something to do, which is not a query, or a type to make jobs of.</summary>
    public static bool IsOne(MethodReference called)
    {
        var space = called.DeclaringType.Namespace;
        if (space.StartsWith("System", StringComparison.Ordinal) || called.DeclaringType.GetElementType() is TypeDefinition)
            return false;
        return called.Parameters.Any(static p => IsAction(p.ParameterType))
            || (called is GenericInstanceMethod && (space.StartsWith("Quartz", StringComparison.Ordinal) || space.StartsWith("Hangfire", StringComparison.Ordinal)));
    }

    /// <summary>Whether the application has what stores types that a patch adds by the names of the next deployment.</summary>
    public static bool AreTypesFound(MethodReference called, ModuleDefinition module)
    {
        var framework = called.DeclaringType.Namespace.Split('.')[0];
        return framework is "Hangfire" or "Quartz" && Integration.IsReferenced(module, framework);
    }

    // Expression<Action>, Expression<Action<T>>, Expression<Func<…, Task>>
    private static bool IsAction(TypeReference type) =>
        type is GenericInstanceType { ElementType.FullName: "System.Linq.Expressions.Expression`1" } expression
        && expression.GenericArguments[0] is var @delegate
        && (@delegate.GetElementType().Name.StartsWith("Action", StringComparison.Ordinal)
            || (@delegate is GenericInstanceType { ElementType.Namespace: "System" } function && function.GenericArguments.Last().GetElementType().Name is "Task" or "ValueTask"));
}
