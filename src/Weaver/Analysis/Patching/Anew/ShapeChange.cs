using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Anew;

/// <summary>Tells whether a deployed type has become one whose objects cannot be what objects of the deployed one are.</summary>
internal static class ShapeChange
{
    /// <summary>Whether a type of the new build and the deployed one of its name are two types.</summary>
    public static bool Is(TypeDefinition now, TypeDefinition then)
    {
        if (now.IsInterface || then.IsInterface || now.IsEnum || then.IsEnum)
            return false;
        return now.IsValueType != then.IsValueType
            || (now.Attributes & TypeShapeRules.Shape) != (then.Attributes & TypeShapeRules.Shape)
            || Text(now.BaseType) != Text(then.BaseType)
            || !Texts(now.GenericParameters).SequenceEqual(Texts(then.GenericParameters), StringComparer.Ordinal)
            || (now.IsValueType && HasOtherFields(now, then))
            || (DelegateTypes.Contains(now) && Signature(now) != Signature(then))
            || (then.IsAbstract && !now.IsAbstract && IsMade(now));
    }

    // Of a class that is only no longer static or abstract nobody needs an object.
    private static bool IsMade(TypeDefinition type) =>
        type.Module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody).SelectMany(static m => m.Body.Instructions)
            .Any(i => i.OpCode.Code == Code.Newobj && i.Operand is MethodReference made && made.DeclaringType.GetElementType() == type);

    // What only the deployed build has may stay as room that nobody uses.
    private static bool HasOtherFields(TypeDefinition now, TypeDefinition then)
    {
        var deployed = new HashSet<string>(then.Fields.Where(static f => !f.IsStatic).Select(Text), StringComparer.Ordinal);
        return now.Fields.Any(f => !f.IsStatic && !deployed.Contains(Text(f)));
    }

    private static string Text(FieldDefinition field) => $"{SignatureText.Plain.Write(field.FieldType)} {field.Name} {field.Offset}";

    private static string Text(TypeReference? type) => type is null ? "" : SignatureText.Plain.Write(type);

    private static string? Signature(TypeDefinition @delegate) => TypeShapeRules.WriteSignature(@delegate, SignatureText.Plain);

    private static IEnumerable<string> Texts(IEnumerable<GenericParameter> parameters) =>
        parameters.Select(static p => TypeShapeRules.Text(p, SignatureText.Plain));
}
