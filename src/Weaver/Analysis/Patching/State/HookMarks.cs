using HotWeave.Patches.Format;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>The attributes by which people declare hooks, and what they say.</summary>
internal static class HookMarks
{
    private const string Namespace = "HotWeave";
    private const string CodeChange = "CodeChangeAttribute";
    private const string InitializeExisting = "InitializeExistingAttribute";

    /// <summary>Whether the module can have hooks: the attributes are the runtime's.</summary>
    public static bool MayHaveHooks(ModuleDefinition module) => module.AssemblyReferences.Any(static r => r.Name == "HotWeave.Runtime");

    /// <summary>Whether the module can have hooks that change state.</summary>
    public static bool MayHaveCodeChange(ModuleDefinition module) =>
        module.TryGetTypeReference($"{Namespace}.{CodeChange}", out _) || module.GetType(Namespace, CodeChange) is not null;

    /// <summary>Whether the attribute is one of these: what it says is read here, and reflection need not show it.</summary>
    public static bool IsMark(CustomAttribute attribute) =>
        attribute.AttributeType.Namespace == Namespace
        && (attribute.AttributeType.Name is CodeChange or InitializeExisting or "ReinitializeAttribute" || KindOf(attribute) is not null);

    /// <summary>The hooks that a method is.</summary>
    public static IEnumerable<Hook> HooksOf(MethodDefinition method)
    {
        if (!method.HasCustomAttributes)
            yield break;
        foreach (var attribute in method.CustomAttributes.Where(static a => a.AttributeType.Namespace == Namespace))
        {
            // One that names another type is none of its own.
            if (attribute.AttributeType.Name == CodeChange && !attribute.HasConstructorArguments)
                yield return ChangeOf(method, attribute, method.IsStatic ? PatchHookKind.ChangeType : PatchHookKind.ChangeObject);
            else if (KindOf(attribute) is { } kind)
                yield return new Hook(kind, method, 0, 0, false);
        }
    }

    /// <summary>
    /// The name of another type whose state a method carries over, and the hook that it is, of the objects where it takes more than the
    /// context; null where it names none.
    /// </summary>
    public static (string Type, Hook Hook)? OutsideChangeOf(MethodDefinition method)
    {
        var mark = method.HasCustomAttributes
            ? method.CustomAttributes.FirstOrDefault(static a => a.AttributeType is { Namespace: Namespace, Name: CodeChange } && a.HasConstructorArguments)
            : null;
        return mark is null
            ? null
            : (Marks.NameOf(mark.ConstructorArguments[0]), ChangeOf(method, mark, method.Parameters.Count > 1 ? PatchHookKind.ChangeObject : PatchHookKind.ChangeType));
    }

    /// <summary>The name of the field of its own type that a method computes for objects that exist; null where it computes none.</summary>
    public static string? FieldInitialisedBy(MethodDefinition method) =>
        ArgumentsOf(method) is { Count: 1 } arguments ? arguments[0].Value as string : null;

    /// <summary>The field of a type named by the mark that a method computes for objects that exist; null where it computes none.</summary>
    public static (string Type, string Field)? OutsideFieldInitialisedBy(MethodDefinition method) =>
        ArgumentsOf(method) is { Count: 2 } arguments
            ? (Marks.NameOf(arguments[0]), (string)arguments[1].Value)
            : null;

    private static Hook ChangeOf(MethodDefinition method, CustomAttribute mark, PatchHookKind kind) =>
        new(kind, method, Number(mark, "From", 0), Number(mark, "To", 1), Says(mark, "UpOnly"));

    private static Mono.Collections.Generic.Collection<CustomAttributeArgument>? ArgumentsOf(MethodDefinition method) =>
        method.HasCustomAttributes
            ? method.CustomAttributes.FirstOrDefault(static a => a.AttributeType is { Namespace: Namespace, Name: InitializeExisting })?.ConstructorArguments
            : null;

    /// <summary>The attribute's name as people write it.</summary>
    public static string NameOf(Hook hook) => hook.IsCodeChange ? "CodeChange" : hook.Kind.ToString();

    private static PatchHookKind? KindOf(CustomAttribute attribute) => attribute.AttributeType.Name switch
    {
        "BeforeSwapAttribute" => PatchHookKind.BeforeSwap,
        "AfterSwapAttribute" => PatchHookKind.AfterSwap,
        "BeforeRollbackAttribute" => PatchHookKind.BeforeRollback,
        "AfterRollbackAttribute" => PatchHookKind.AfterRollback,
        _ => null,
    };

    private static int Number(CustomAttribute attribute, string name, int otherwise) =>
        attribute.Properties.Where(p => p.Name == name).Select(static p => p.Argument.Value).OfType<int>().DefaultIfEmpty(otherwise).First();

    private static bool Says(CustomAttribute attribute, string name) => attribute.Properties.Any(p => p.Name == name && p.Argument.Value is true);
}
