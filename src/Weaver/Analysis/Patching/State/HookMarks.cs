using HotWeave.Patches.Format;
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
        && (attribute.AttributeType.Name is CodeChange or InitializeExisting || KindOf(attribute) is not null);

    /// <summary>The hooks that a method is.</summary>
    public static IEnumerable<Hook> HooksOf(MethodDefinition method)
    {
        if (!method.HasCustomAttributes)
            yield break;
        foreach (var attribute in method.CustomAttributes.Where(static a => a.AttributeType.Namespace == Namespace))
        {
            if (attribute.AttributeType.Name == CodeChange)
                yield return new Hook(method.IsStatic ? PatchHookKind.ChangeType : PatchHookKind.ChangeObject, method, Number(attribute, "From", 0), Number(attribute, "To", 1), Says(attribute, "UpOnly"));
            else if (KindOf(attribute) is { } kind)
                yield return new Hook(kind, method, 0, 0, false);
        }
    }

    /// <summary>The name of the field of its own type that a method computes for objects that exist; null where it computes none.</summary>
    public static string? FieldInitialisedBy(MethodDefinition method) =>
        ArgumentsOf(method) is { Count: 1 } arguments ? arguments[0].Value as string : null;

    /// <summary>The field of a type named by the mark that a method computes for objects that exist; null where it computes none.</summary>
    public static (string Type, string Field)? OutsideFieldInitialisedBy(MethodDefinition method) =>
        ArgumentsOf(method) is { Count: 2 } arguments
            ? (arguments[0].Value is TypeReference type ? type.FullName : ((string)arguments[0].Value).Replace('+', '/'), (string)arguments[1].Value)
            : null;

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
