using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Anew;

/// <summary>Finds attributes that name types: those of deployed code go on to name deployed types.</summary>
internal static class AttributeMentions
{
    /// <summary>The type that has such an attribute, on itself or a member; null where none has.</summary>
    /// <param name="types">Where to look.</param>
    /// <param name="isMeant">Whether a type is one of those looked for.</param>
    public static string? Find(IEnumerable<TypeDefinition> types, Func<TypeReference, bool> isMeant) =>
        types.Where(static t => !GeneratedCode.IsGenerated(t)).FirstOrDefault(t => Providers(t).Any(p => IsNamed(p, isMeant))) is { } type
            ? ReadableName.Describe(type)
            : null;

    private static bool IsNamed(ICustomAttributeProvider provider, Func<TypeReference, bool> isMeant) =>
        provider.HasCustomAttributes && provider.CustomAttributes.Any(a => Names(a, isMeant));

    private static IEnumerable<ICustomAttributeProvider> Providers(TypeDefinition type) =>
        type.Methods.Cast<ICustomAttributeProvider>().Concat(type.Fields).Concat(type.Properties).Concat(type.Events).Append(type)
            .Concat(type.Methods.SelectMany(static m => m.Parameters));

    // The compiler's own name state machines.
    private static bool Names(CustomAttribute attribute, Func<TypeReference, bool> isMeant) =>
        !attribute.AttributeType.Name.EndsWith("StateMachineAttribute", StringComparison.Ordinal)
        && attribute.ConstructorArguments.Concat(attribute.Fields.Concat(attribute.Properties).Select(static n => n.Argument)).Any(a => Names(a, isMeant));

    private static bool Names(CustomAttributeArgument argument, Func<TypeReference, bool> isMeant) => argument.Value switch
    {
        TypeReference type => isMeant(type),
        CustomAttributeArgument boxed => Names(boxed, isMeant),
        CustomAttributeArgument[] items => items.Any(i => Names(i, isMeant)),
        _ => false,
    };
}
