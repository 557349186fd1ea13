using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Which fields the constructors of a type give values to: by stores, through setters of the type's properties, and in methods that nothing but constructors calls.</summary>
internal static class ConstructorWrites
{
    /// <summary>Whether a constructor writes a field of its type.</summary>
    public static bool Has(MethodDefinition constructor, FieldDefinition field) => Names(constructor, field) || constructor.Body.Instructions.Any(i => IsSetterCall(i, field)) || InHelpers(constructor, field);

    /// <summary>Whether a method that a constructor calls writes a field of its type, the setter of an automatic property aside.</summary>
    public static bool InHelpers(MethodDefinition constructor, FieldDefinition field)
    {
        var seen = new HashSet<MethodDefinition> { constructor };
        var work = new Queue<MethodDefinition>();
        work.Enqueue(constructor);
        while (work.Count > 0)
        {
            var method = work.Dequeue();
            if (method != constructor && Names(method, field))
                return true;
            foreach (var callee in OwnCallees(method, field).Where(c => IsPartOfConstruction(c, field)))
            {
                if (seen.Add(callee))
                    work.Enqueue(callee);
            }
        }

        return false;
    }

    private static bool Names(MethodDefinition method, FieldDefinition field) =>
        method.Body.Instructions.Any(i => i.OpCode.Code is Code.Stfld or Code.Ldflda && i.Operand is FieldReference reference && reference.Name == field.Name
            && reference.DeclaringType.GetElementType() == field.DeclaringType);

    private static bool IsSetterCall(Instruction instruction, FieldDefinition field) => AutomaticProperties.StoredBy(instruction, field.DeclaringType) == field;

    private static IEnumerable<MethodDefinition> OwnCallees(MethodDefinition method, FieldDefinition field) =>
        method.Body.Instructions.Where(i => i.OpCode.Code is Code.Call or Code.Callvirt && !(method.IsConstructor && IsSetterCall(i, field)))
            .Select(static i => (MethodReference)i.Operand)
            .Where(r => r.DeclaringType.GetElementType() == method.DeclaringType)
            .Select(static r => r.Resolve())
            .Where(static m => m is { HasBody: true, IsStatic: false, IsConstructor: false })!;

    // A method that others call too can give objects that exist their values.
    private static bool IsPartOfConstruction(MethodDefinition method, FieldDefinition field) =>
        method.IsSetter
            ? Names(method, field)
            : method.IsPrivate && Types(method.DeclaringType).SelectMany(static t => t.Methods).Where(static m => m.HasBody && !m.IsConstructor).All(m => !Calls(m, method));

    private static bool Calls(MethodDefinition caller, MethodDefinition method) =>
        caller.Body.Instructions.Any(i => i.Operand is MethodReference reference && reference.Name == method.Name && reference.DeclaringType.GetElementType() == method.DeclaringType);

    // Private methods are called within their type, and from those nested in it.
    private static IEnumerable<TypeDefinition> Types(TypeDefinition type) => type.NestedTypes.SelectMany(Types).Prepend(type);
}
