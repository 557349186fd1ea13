using HotWeave.Weaver.Analysis.Patching.Staying;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Anew;

/// <summary>
/// Finds what could keep a value of some deployed types beyond the calls that work with it, or find one again: fields, places whose types say
/// nothing of it, and code that asks by type.
/// </summary>
/// <param name="group">The types.</param>
/// <param name="trace">Finds where values of types leave them, in a deployed body; null where the body is not understood.</param>
internal sealed class OutlivingValues(
    AnewGroup group, Func<MethodDefinition, Func<TypeDefinition, bool>, IReadOnlyList<ValueConversion>?> trace)
{
    private readonly RunningCode _running = new();

    /// <summary>The first that is found, in words; null where there is none.</summary>
    public string? Find() =>
        group.First.Module.GetTypes().Select(FindField).FirstOrDefault(static f => f is not null)
        ?? group.First.Module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody).Select(FindIn).FirstOrDefault(static f => f is not null);

    // Closures and state machines belong to calls that are under way, or to delegates of deployed code; the report names those.
    private string? FindField(TypeDefinition type)
    {
        foreach (var field in type.Fields)
        {
            if (group.Contains(type) ? KeepsState(field) : !GeneratedCode.IsGenerated(type) && group.IsIn(field.FieldType))
                return $"{ReadableName.Describe(field)} keeps {(group.Contains(type) ? "what it holds" : "them")}";
        }

        return null;
    }

    // A value that is computed once is computed for the new type too.
    private bool KeepsState(FieldDefinition field) =>
        field.IsStatic && !field.HasConstant && !GeneratedCode.IsData(field) && !GeneratedCode.IsGenerated(field.DeclaringType)
        && !(field.IsInitOnly && (UnchangingTypes.Contains(field.FieldType) || (field.FieldType is TypeDefinition own && group.Contains(own) && own.IsValueType)));

    private string? FindIn(MethodDefinition method)
    {
        var body = method.Body;
        var isConcerned = group.Contains(method.DeclaringType) || TypeMentions.In(method).Any(group.Contains)
            || body.Variables.Any(v => group.IsIn(v.VariableType)) || body.Instructions.Any(i => Names(i.Operand));
        if (!isConcerned)
            return null;
        if (body.ExceptionHandlers.Any(h => h.CatchType is not null && group.IsIn(h.CatchType)))
            return $"{ReadableName.Describe(method)} catches them";
        if (_running.Find(method) is { } run && run.Keeper != Keeper.Rows && run.Live.Any(i => Names(i.Operand)))
            return $"a run of {ReadableName.Describe(method)} that is under way goes on with them";
        if (body.Instructions.FirstOrDefault(HandsOut) is { } handing)
            return $"{ReadableName.Describe(method)} makes a delegate of {ReadableName.Describe((MethodReference)handing.Operand)}, which may be kept";
        if (body.Instructions.FirstOrDefault(i => AsksByType(i, method)) is { } asking)
            return $"{ReadableName.Describe(method)} finds them by their type ({Describe(asking)})";
        if (trace(method, group.Contains) is not { } conversions)
            return $"{ReadableName.Describe(method)} cannot be followed";
        return conversions.FirstOrDefault(static c => !IsHarmless(c)) is { } conversion
            ? $"{ReadableName.Describe(method)} takes {conversion.From} for {conversion.To} ({Describe(conversion.At)})"
            : null;
    }

    private bool Names(object? operand) => operand switch
    {
        TypeReference type => group.IsIn(type),
        GenericInstanceMethod method => method.GenericArguments.Any(group.IsIn) || Names(method.ElementMethod),
        MethodReference method => group.IsIn(method.DeclaringType) || group.IsIn(method.ReturnType) || method.Parameters.Any(p => group.IsIn(p.ParameterType)),
        FieldReference field => group.IsIn(field.DeclaringType) || group.IsIn(field.FieldType),
        _ => false,
    };

    // The type of a delegate says of the types in the method's signature that it knows them, but nothing of the type that has the method.
    private bool HandsOut(Instruction instruction) =>
        instruction.OpCode.Code is Code.Ldftn or Code.Ldvirtftn && instruction.Operand is MethodReference method
        && TypeMentions.In(method.DeclaringType).Any(group.Contains) && !TypeMentions.In(method).Any(group.Contains) && !OutsideCalls.IsUsedUp(instruction);

    private bool AsksByType(Instruction instruction, MethodDefinition method) => instruction.OpCode.Code switch
    {
        Code.Ldtoken => instruction.Operand is not FieldReference && Names(instruction.Operand),
        Code.Castclass => group.IsIn((TypeReference)instruction.Operand) && !OutsideCalls.IsCombination(instruction.Previous),
        Code.Isinst or Code.Unbox or Code.Unbox_Any => group.IsIn((TypeReference)instruction.Operand) && !IsOwnEquality(method),
        Code.Call or Code.Callvirt or Code.Newobj or Code.Ldftn or Code.Ldvirtftn or Code.Ldsfld or Code.Ldsflda or Code.Stsfld => AsksStatics(instruction.Operand),
        _ => false,
    };

    // A generic method from outside may look anywhere; a generic type of one's own has statics for each type argument.
    private bool AsksStatics(object operand)
    {
        if (operand is GenericInstanceMethod instance && instance.GenericArguments.Any(group.IsIn)
            && instance.ElementMethod.DeclaringType.GetElementType() is not TypeDefinition && !OutsideCalls.WorkOnTheirArguments(instance))
            return true;
        return ((MemberReference)operand).DeclaringType is GenericInstanceType { ElementType: TypeDefinition own } type
            && !group.Contains(own) && type.GenericArguments.Any(group.IsIn)
            && own.Fields.Any(static f => f.IsStatic && !f.HasConstant);
    }

    // Asked by whoever has one already.
    private bool IsOwnEquality(MethodDefinition method) =>
        group.Contains(method.DeclaringType) && (method.Name == "Equals" || method.Name.EndsWith(".CompareTo", StringComparison.Ordinal) || method.Name == "CompareTo");

    private static bool IsHarmless(ValueConversion conversion) =>
        conversion.To is "System.IDisposable" or "System.IAsyncDisposable" or "System.Threading.Tasks.Task"
            or "System.Collections.IEnumerator" or "System.Collections.Generic.IEnumerator`1" or "System.Collections.Generic.IAsyncEnumerator`1"
        || (conversion.At.Operand is MethodReference method && OutsideCalls.OnlyLookAt(method));

    private static string Describe(Instruction instruction) =>
        instruction.OpCode.Name + (instruction.Operand is MethodReference method ? " " + ReadableName.Describe(method) : "");
}
