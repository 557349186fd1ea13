using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Keeping;

/// <summary>The lambdas of a type of which delegates may exist, and whose closures lead to the object: they ask it, as methods do.</summary>
/// <param name="match">The assembly.</param>
/// <param name="hasStub">Whether a deployed method has a stub.</param>
internal sealed class KeptLambdas(AssemblyMatch match, Func<MethodDefinition, bool> hasStub)
{
    /// <summary>The lambdas of a type.</summary>
    public IEnumerable<KeptLambda> Find(TypeDefinition type)
    {
        var lambdas = ClosuresIn(type).SelectMany(static t => t.Methods).Where(static m => m is { IsStatic: false, HasBody: true });
        foreach (var lambda in lambdas)
        {
            if (match.OldOf(lambda) is { } deployed && FindWay(lambda, deployed, type) is { } way)
                yield return new KeptLambda(lambda, way);
        }
    }

    /// <summary>The fields that lead from a lambda's closure to the object, in delegates that exist too; null where they do not.</summary>
    public IReadOnlyList<FieldDefinition>? FindWay(MethodDefinition lambda, MethodDefinition deployed, TypeDefinition type) =>
        hasStub(deployed) && CapturedObject.FindWay(lambda.DeclaringType, type) is { } way && way.All(f => match.OldOf(f) is not null)
            ? way
            : null;

    private static IEnumerable<TypeDefinition> ClosuresIn(TypeDefinition type) =>
        type.NestedTypes.Where(static t => GeneratedCode.IsGenerated(t) && !GeneratedCode.IsStateMachine(t))
            .SelectMany(t => ClosuresIn(t).Prepend(t));
}
