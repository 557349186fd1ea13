using HotWeave.Weaver.Analysis.Patching.Slots;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Anew;

/// <summary>
/// Tells of which classes all objects are made by code that is at hand. What containers, serialisers and scans make by reflection they find
/// by an interface, a base class or an attribute, or they make it for a field or a parameter of that type.
/// </summary>
/// <param name="module">The deployed build.</param>
internal sealed class ObjectMakers(ModuleDefinition module)
{
    private readonly Lazy<HashSet<TypeDefinition>> _made = new(() =>
    [
        .. module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody)
            .SelectMany(static m => m.Body.Instructions).Where(static i => i.OpCode.Code == Code.Newobj)
            .Select(static i => ((MethodReference)i.Operand).DeclaringType.GetElementType()).OfType<TypeDefinition>(),
    ]);

    /// <summary>Whether nobody else makes objects of a deployed class; there are none of a static or abstract one.</summary>
    /// <param name="type">The class.</param>
    /// <param name="isInGroup">Whether a class is one of those looked at, so that code which asks for its type is found.</param>
    public bool AreKnown(TypeDefinition type, Func<TypeDefinition, bool> isInGroup) =>
        type is { IsAbstract: true, IsSealed: true }
        || DelegateTypes.Contains(type)
        || (!type.IsInterface && !HasOwnInterfaces(type) && IsKnownBase(type.BaseType, isInGroup)
            && !type.CustomAttributes.Any(IsWritten) && (type.IsAbstract || _made.Value.Contains(type) || type.Methods.All(static m => !m.IsConstructor || !m.IsPublic)));

    // What weaving adds is no reason to make one.
    private static bool HasOwnInterfaces(TypeDefinition type) =>
        type.HasInterfaces && !(DeployedSlots.AnswersCasts(type) && type.Interfaces.All(static i => i.InterfaceType.Name == "IDynamicInterfaceCastable"));

    private bool IsKnownBase(TypeReference? type, Func<TypeDefinition, bool> isInGroup) =>
        type?.FullName == "System.Object" || (type?.GetElementType() is TypeDefinition own && isInGroup(own) && AreKnown(own, isInGroup));

    private static bool IsWritten(CustomAttribute attribute) =>
        attribute.AttributeType.Namespace is not ("System.Runtime.CompilerServices" or "System.Diagnostics" or "Microsoft.FSharp.Core")
        && attribute.AttributeType.Name != "SwappableAttribute";
}
