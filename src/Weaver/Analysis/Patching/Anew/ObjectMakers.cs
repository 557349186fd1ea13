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
    private readonly Lazy<HashSet<TypeDefinition>> _made = new(() => [.. module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody)
        .SelectMany(static m => m.Body.Instructions).Where(static i => i.OpCode.Code == Code.Newobj)
        .Select(static i => ((MethodReference)i.Operand).DeclaringType.GetElementType()).OfType<TypeDefinition>()]);

    /// <summary>Whether nobody else makes objects of a deployed class; there are none of a static one.</summary>
    public bool AreKnown(TypeDefinition type) =>
        type is { IsAbstract: true, IsSealed: true }
        || ShapeChange.IsDelegate(type)
        || (type is { IsInterface: false, HasInterfaces: false, BaseType.FullName: "System.Object" } && !type.CustomAttributes.Any(IsWritten) && _made.Value.Contains(type));

    private static bool IsWritten(CustomAttribute attribute) =>
        attribute.AttributeType.Namespace is not ("System.Runtime.CompilerServices" or "System.Diagnostics") && attribute.AttributeType.Name != "SwappableAttribute";
}
