using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>What code of other assemblies can name, leaving <c>InternalsVisibleTo</c> aside.</summary>
internal static class OutsideVisibility
{
    public static bool Of(TypeDefinition type) =>
        type.IsNested ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamilyOrAssembly) && Of(type.DeclaringType) : type.IsPublic;

    public static bool Of(MethodDefinition method) =>
        (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && Of(method.DeclaringType);
}
