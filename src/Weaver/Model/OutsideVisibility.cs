using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>What code of other assemblies can name, leaving <c>InternalsVisibleTo</c> aside.</summary>
internal static class OutsideVisibility
{
    public static bool IsVisible(TypeDefinition type) =>
        type.IsNested ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamilyOrAssembly) && IsVisible(type.DeclaringType) : type.IsPublic;

    public static bool IsVisible(MethodDefinition method) =>
        (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && IsVisible(method.DeclaringType);
}
