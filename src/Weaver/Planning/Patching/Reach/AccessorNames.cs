using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>
/// Reads the types that <c>[UnsafeAccessor]</c> methods name by text (<c>[UnsafeAccessorType]</c>), which the runtime looks for in the
/// assembly with the accessor: in a patch, that is the patch.
/// </summary>
internal sealed class AccessorNames(ReachFacts facts)
{
    private const string TypeAttribute = "System.Runtime.CompilerServices.UnsafeAccessorTypeAttribute";

    /// <summary>The members, as people name them, that an accessor names so and that the deployed assembly does not have.</summary>
    public IEnumerable<string> FindMissing(MethodDefinition accessor)
    {
        if (AccessorMark.Read(accessor) is not { } mark)
            yield break;
        foreach (var text in FindAttributes(accessor).Select(static a => (string)a.ConstructorArguments[0].Value))
        {
            if (FindType(accessor, text) is not { } type)
                continue;
            var isQualified = NameIn(text) != text;
            if (facts.Universe.WovenOf(type) is null ? isQualified : mark.FindIn(type, accessor) is { } member
                && !facts.Accessors.IsDeployed(member))
                yield return $"{ReadableName.Describe(type)}.{mark.Name}";
        }
    }

    /// <summary>
    /// The text by which the copy of an accessor finds a type in the deployed assembly; null where it is as good as it is.
    /// </summary>
    public string? Qualify(MethodDefinition accessor, string text) =>
        FindType(accessor, text) is { } type && facts.Universe.WovenOf(type) is not null && NameIn(text) == text
            ? $"{text}, {accessor.Module.Assembly.Name.Name}" : null;

    /// <summary>The attributes by which an accessor, or the copy of one, names types.</summary>
    public static IEnumerable<CustomAttribute> FindAttributes(MethodDefinition accessor) =>
        accessor.Parameters.Cast<ICustomAttributeProvider>().Prepend(accessor.MethodReturnType)
            .SelectMany(static p => p.CustomAttributes).Where(static a => a.AttributeType.FullName == TypeAttribute);

    private static TypeDefinition? FindType(MethodDefinition accessor, string text) =>
        accessor.Module.GetType(NameIn(text), runtimeName: true) as TypeDefinition;

    private static string NameIn(string text) => text.Split(',')[0].Trim();
}
