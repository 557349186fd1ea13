using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Model.Mapping;

/// <summary>
/// Makes the method that describes again what a program describes at its start, end points or services: the calls, in their order, on a
/// builder that is given. It belongs to a class of the program and is not among its methods, so the build stays as it was read.
/// </summary>
internal sealed class MappingMethod
{
    public const string Name = "<HotWeave>MapEndpoints";
    public const string BuilderType = "Microsoft.AspNetCore.Routing.IEndpointRouteBuilder";

    private readonly MethodDefinition _method;
    private readonly Dictionary<MappedCall, VariableDefinition> _results = [];
    private readonly HashSet<MappedCall> _used;
    private readonly Func<MemberReference, MemberReference> _find;

    private MappingMethod(MethodDefinition method, IReadOnlyList<MappedCall> calls, Func<MemberReference, MemberReference> find)
    {
        _method = method;
        _find = find;
        _used = [.. calls.SelectMany(static c => c.Arguments).Select(static a => a.Call).OfType<MappedCall>()];
    }

    /// <summary>Makes it.</summary>
    /// <param name="owner">The class it belongs to.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="builder">The type of the builder, as the owner's module names it.</param>
    /// <param name="calls">The calls.</param>
    /// <param name="find">What stands for a member that the calls name.</param>
    // static void <HotWeave>MapEndpoints(IEndpointRouteBuilder builder)
    //     {ldarg.0 | ldloc result}, arguments…, call Map…, {stloc result | pop}
    //     ret
    public static MethodDefinition Make(
        TypeDefinition owner, string name, TypeReference builder, IReadOnlyList<MappedCall> calls, Func<MemberReference, MemberReference> find)
    {
        var method = new MethodDefinition(name, MethodAttributes.Private | MethodAttributes.Static | MethodAttributes.HideBySig, owner.Module.TypeSystem.Void)
        {
            DeclaringType = owner,
        };
        method.Parameters.Add(new ParameterDefinition("builder", ParameterAttributes.None, builder));
        var maker = new MappingMethod(method, calls, find);
        foreach (var call in calls)
            maker.WriteCall(call);
        maker.Write(Instruction.Create(OpCodes.Ret));
        return method;
    }

    private void WriteCall(MappedCall call)
    {
        for (var i = 0; i < call.Arguments.Count; i++)
            WriteArgument(call.Arguments[i], i < call.Method.Parameters.Count && !call.Method.HasThis ? call.Method.Parameters[i].ParameterType : null);
        Write(Copy(call.Instruction));
        if (call.Method.ReturnType.MetadataType == MetadataType.Void)
            return;
        if (!_used.Contains(call))
        {
            Write(Instruction.Create(OpCodes.Pop));
            return;
        }

        var result = new VariableDefinition(ResultType(call.Method));
        _method.Body.Variables.Add(result);
        _method.Body.InitLocals = true;
        _results.Add(call, result);
        Write(Instruction.Create(OpCodes.Stloc, result));
    }

    private void WriteArgument(MappedValue value, TypeReference? wanted)
    {
        Write(value);
        if (value.Kind == MappedKind.Builder && wanted?.FullName == "Microsoft.AspNetCore.Builder.WebApplication")
            Write(Instruction.Create(OpCodes.Castclass, (TypeReference)_find(wanted)));
    }

    private void Write(MappedValue value)
    {
        switch (value.Kind)
        {
            case MappedKind.Builder:
                Write(Instruction.Create(OpCodes.Ldarg_0));
                return;
            case MappedKind.Result:
                // What a call gave that is not made again is the builder: only such calls are left out.
                Write(_results.TryGetValue(value.Call!, out var result) ? Instruction.Create(OpCodes.Ldloc, result) : Instruction.Create(OpCodes.Ldarg_0));
                return;
        }

        foreach (var input in value.Inputs)
            Write(input);
        foreach (var instruction in value.Code)
            Write(Copy(instruction));
        foreach (var (index, element, store) in value.Elements)
        {
            Write(Instruction.Create(OpCodes.Dup));
            Write(index);
            Write(element);
            Write(Copy(store));
        }
    }

    // What a generic method gives is said by its arguments, and the type parameter of a builder is the builder's type.
    private TypeReference ResultType(MethodReference method) => method.ReturnType is GenericParameter { Owner: MethodReference } parameter && method is GenericInstanceMethod instance
        ? (TypeReference)_find(instance.GenericArguments[parameter.Position])
        : (TypeReference)_find(method.ReturnType);

    private Instruction Copy(Instruction instruction) => instruction.Operand switch
    {
        null => Instruction.Create(instruction.OpCode),
        MethodReference method => Instruction.Create(instruction.OpCode, (MethodReference)_find(method)),
        FieldReference field => Instruction.Create(instruction.OpCode, (FieldReference)_find(field)),
        TypeReference type => Instruction.Create(instruction.OpCode, (TypeReference)_find(type)),
        string text => Instruction.Create(instruction.OpCode, text),
        sbyte value => Instruction.Create(instruction.OpCode, value),
        int value => Instruction.Create(instruction.OpCode, value),
        long value => Instruction.Create(instruction.OpCode, value),
        float value => Instruction.Create(instruction.OpCode, value),
        double value => Instruction.Create(instruction.OpCode, value),
        _ => throw new Diagnostics.WeaverDefectException($"An operand of {instruction.OpCode} that maps end points cannot be copied"),
    };

    private void Write(Instruction instruction) => _method.Body.Instructions.Add(instruction);
}
