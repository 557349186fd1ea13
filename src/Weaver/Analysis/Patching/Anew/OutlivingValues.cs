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
    private readonly OwnTests _tests = new(group);

    /// <summary>The first that is found, in words; null where there is none.</summary>
    public string? Find() =>
        group.First.Module.GetTypes().Select(FindField)
            .Concat(group.First.Module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody).Select(FindIn))
            .FirstOrDefault(static f => f is not null);

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
        && !(field.IsInitOnly && (UnchangingTypes.Contains(field.FieldType) || IsOwnValue(field.FieldType) || IsFixedObject(field) || IsFormat(field)));

    private bool IsOwnValue(TypeReference type) => type is TypeDefinition { IsValueType: true } own && group.Contains(own);

    // newobj T::.ctor; stsfld field: the one object of a case without fields.
    private bool IsFixedObject(FieldDefinition field)
    {
        var stores = field.DeclaringType.Methods.Where(static m => m.HasBody).SelectMany(static m => m.Body.Instructions)
            .Where(i => i.OpCode.Code == Code.Stsfld && i.Operand == field).ToList();
        return stores.Count > 0 && stores.TrueForAll(s => s.Previous is { OpCode.Code: Code.Newobj, Operand: MethodDefinition made } && IsFixed(made.DeclaringType));
    }

    // ldsfld field; call M(…, IFormatProvider): who formats by one asks it, and does not change it.
    private bool IsFormat(FieldDefinition field) =>
        field.FieldType is { Namespace: "System.Globalization", Name: "NumberFormatInfo" or "DateTimeFormatInfo" or "CultureInfo" }
        && group.First.Module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody).SelectMany(static m => m.Body.Instructions)
            .Where(i => i.Operand is FieldReference used && used.Name == field.Name
                && used.DeclaringType.GetElementType().FullName == field.DeclaringType.FullName)
            .All(static i => i.OpCode.Code == Code.Stsfld || (i.OpCode.Code == Code.Ldsfld && IsFormatOf(i.Next)));

    private static bool IsFormatOf(Instruction? call) =>
        call?.Operand is MethodReference { HasParameters: true } called && called.Parameters[called.Parameters.Count - 1].ParameterType.FullName == "System.IFormatProvider";

    private bool IsFixed(TypeDefinition type) =>
        group.Contains(type) && type.Fields.All(static f => f.IsStatic || (f.IsInitOnly && UnchangingTypes.Contains(f.FieldType)))
        && (type.BaseType?.FullName == "System.Object" || (type.BaseType?.GetElementType() is TypeDefinition above && IsFixed(above)));

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
        Code.Castclass => group.IsIn((TypeReference)instruction.Operand) && !OutsideCalls.IsCombination(instruction.Previous) && !_tests.IsOfKnown(instruction, method),
        Code.Isinst => group.IsIn((TypeReference)instruction.Operand) && !IsOwnEquality(method) && !_tests.IsOfKnown(instruction, method),
        Code.Unbox or Code.Unbox_Any => group.IsIn((TypeReference)instruction.Operand) && !IsOwnEquality(method),
        Code.Call or Code.Callvirt or Code.Newobj or Code.Ldftn or Code.Ldvirtftn or Code.Ldsfld or Code.Ldsflda or Code.Stsfld =>
            AsksStatics(instruction.Operand),
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
        group.Contains(method.DeclaringType)
        && (method.Name is "Equals" or "CompareTo" || method.Name.EndsWith(".CompareTo", StringComparison.Ordinal));

    private static bool IsHarmless(ValueConversion conversion) =>
        conversion.To is "System.IDisposable" or "System.IAsyncDisposable" or "System.Threading.Tasks.Task"
            or "System.Collections.IEnumerator" or "System.Collections.Generic.IEnumerator`1" or "System.Collections.Generic.IAsyncEnumerator`1"
        || (conversion.At.Operand is MethodReference method && OutsideCalls.OnlyLookAt(method));

    private static string Describe(Instruction instruction) =>
        instruction.OpCode.Name + (instruction.Operand is MethodReference method ? " " + ReadableName.Describe(method) : "");
}
