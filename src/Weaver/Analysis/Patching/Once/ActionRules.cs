using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>Which methods of a controller MVC takes for actions.</summary>
internal static class ActionRules
{
    /// <summary>Whether a method is one.</summary>
    public static bool IsAction(MethodDefinition method) =>
        method is { IsPublic: true, IsStatic: false, IsAbstract: false, IsSpecialName: false, HasGenericParameters: false, HasBody: true }
        && !method.IsConstructor && !(method.IsVirtual && !method.IsNewSlot) && !(method is { Name: "Dispose", HasParameters: false })
        && method.CustomAttributes.All(static a => a.AttributeType.Name != "NonActionAttribute");

    /// <summary>Whether a class of the patch can stand for a deployed controller, with actions that this does not have.</summary>
    public static bool CanBeDerivedFrom(TypeDefinition controller) =>
        !controller.IsSealed && controller.Methods.Any(static m => m is { IsConstructor: true, IsPublic: true, IsStatic: false });
}
