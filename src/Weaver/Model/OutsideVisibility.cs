using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>What code of any other assembly can name, and whose code can name more: <c>InternalsVisibleTo</c>.</summary>
internal static class OutsideVisibility
{
    public static bool IsVisible(TypeDefinition type) =>
        type.IsNested ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamilyOrAssembly) && IsVisible(type.DeclaringType) : type.IsPublic;

    public static bool IsVisible(MethodDefinition method) =>
        (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && IsVisible(method.DeclaringType);

    public static bool IsVisible(FieldDefinition field) =>
        (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && IsVisible(field.DeclaringType);

    /// <summary>Whether a module's assembly shows what is internal to some other.</summary>
    public static bool HasFriends(ModuleDefinition module) => ListFriends(module).Any();

    /// <summary>The simple names of the assemblies to which a module's assembly shows what is internal.</summary>
    public static IEnumerable<string> ListFriends(ModuleDefinition module) =>
        module.Assembly.CustomAttributes.Where(static a => a.AttributeType.Name == "InternalsVisibleToAttribute")
            .Select(static a => a.ConstructorArguments[0].Value).OfType<string>().Select(static friend => friend.Split(',')[0].Trim());
}
