using HotWeave.Weaver.Analysis.Patching;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Structs;

/// <summary>
/// Walks a body once, with what the values on the evaluation stack point to. That is enough: the stack is empty where only a backward
/// branch arrives (ECMA-335 III.1.7.5), and what a variable holds
/// is not followed, so an address of the struct that is stored escapes.
/// </summary>
internal sealed class SelfUseWalk
{
    private readonly SelfUses _uses;
    private readonly TypeDefinition _self;
    private readonly MethodDefinition _method;
    private readonly Place _receiver;
    private readonly int _depth;
    private readonly SelfEffects _effects = new();
    private readonly PlaceStack _stack = new();

    public SelfUseWalk(SelfUses uses, TypeDefinition self, MethodDefinition method, Place receiver, int depth)
    {
        _uses = uses;
        _self = self;
        _method = method;
        _receiver = receiver;
        _depth = depth;
    }

    /// <summary>What the body does.</summary>
    public SelfEffects Run()
    {
        _stack.Begin(_method.Body.ExceptionHandlers);
        foreach (var instruction in _method.Body.Instructions)
        {
            _stack.Enter(instruction);
            Step(instruction);
            _stack.Leave(instruction);
        }

        _effects.Escapes |= _stack.LostSelf;
        _effects.ReadsAfterCalls |= _stack.GoesBack && _effects is { CallsOut: true, Reads: true };
        return _effects;
    }

    private void Step(Instruction instruction)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Ldarg_0 when _method.HasThis:
                Push(_receiver);
                break;
            case Code.Ldarg or Code.Ldarg_S when instruction.Operand == _method.Body.ThisParameter:
                Push(_receiver);
                break;
            case Code.Ldarga or Code.Ldarga_S or Code.Starg or Code.Starg_S when instruction.Operand == _method.Body.ThisParameter:
                _effects.Escapes = true;
                Plain(instruction);
                break;
            case Code.Ldarga or Code.Ldarga_S or Code.Ldloca or Code.Ldloca_S:
                Push(Place.Local);
                break;
            case Code.Dup:
                Push(_stack.Top);
                break;
            case Code.Pop:
                Pop();
                break;
            case Code.Call or Code.Callvirt or Code.Newobj:
                Call(instruction, (MethodReference)instruction.Operand);
                break;
            case Code.Calli or Code.Jmp or Code.Cpblk or Code.Initblk:
                _effects.CallsOut = true;
                Plain(instruction);
                break;
            case Code.Ret:
                _effects.Escapes |= _stack.Top.IsOfSelf;
                break;
            case Code.Volatile:
                break;
            default:
                if (!Access(instruction))
                    Plain(instruction);
                break;
        }
    }

    // Fields, elements and what addresses point to.
    private bool Access(Instruction instruction)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Ldflda:
                Push(Within(Pop(), (FieldReference)instruction.Operand));
                return true;
            case Code.Ldsflda:
                Push(Place.Other(((FieldReference)instruction.Operand).FieldType));
                return true;
            case Code.Ldelema:
                Pop();
                Pop();
                Push(Place.Other((TypeReference)instruction.Operand));
                return true;
            case Code.Ldfld:
                Read(Within(Pop(), (FieldReference)instruction.Operand), ((FieldReference)instruction.Operand).FieldType, instruction);
                Push(Place.Any);
                return true;
            case Code.Stfld:
                NotSelf(Pop());
                Write(Within(Pop(), (FieldReference)instruction.Operand), ((FieldReference)instruction.Operand).FieldType, instruction);
                return true;
            case Code.Ldsfld:
                Read(Place.Other(((FieldReference)instruction.Operand).FieldType), null, instruction);
                Push(Place.Any);
                return true;
            case Code.Stsfld:
                NotSelf(Pop());
                Write(Place.Other(((FieldReference)instruction.Operand).FieldType), null, instruction);
                return true;
            case Code.Ldobj or (>= Code.Ldind_I1 and <= Code.Ldind_Ref):
                Read(Pop(), instruction.Operand as TypeReference, instruction);
                Push(Place.Any);
                return true;
            case Code.Stobj or Code.Stind_I or (>= Code.Stind_Ref and <= Code.Stind_R8):
                NotSelf(Pop());
                Write(Pop(), instruction.Operand as TypeReference, instruction);
                return true;
            case Code.Initobj:
                Write(Pop(), (TypeReference)instruction.Operand, instruction);
                return true;
            case Code.Cpobj:
                Read(Pop(), (TypeReference)instruction.Operand, instruction);
                Write(Pop(), (TypeReference)instruction.Operand, instruction);
                return true;
            case Code.Ldelem_Any:
                Pop();
                Pop();
                Read(Place.Other((TypeReference)instruction.Operand), null, instruction);
                Push(Place.Any);
                return true;
            case Code.Stelem_Any:
                NotSelf(Pop());
                Pop();
                Pop();
                Write(Place.Other((TypeReference)instruction.Operand), null, instruction);
                return true;
            default:
                return false;
        }
    }

    private void Read(Place place, TypeReference? type, Instruction instruction)
    {
        var isVolatile = IsVolatile(instruction);
        if (place.IsOfSelf)
        {
            // Who reads it so waits for somebody else to write it.
            _effects.Escapes |= isVolatile;
            _effects.Read();
            return;
        }

        _effects.CallsOut |= isVolatile;
        _effects.LooksElsewhere |= MayBeSelf(place, type);
    }

    private void Write(Place place, TypeReference? type, Instruction instruction)
    {
        var isVolatile = IsVolatile(instruction);
        switch (place.Kind)
        {
            case PlaceKind.Self:
                _effects.Escapes |= isVolatile;
                _effects.WritesWhole = true;
                break;
            case PlaceKind.Part:
                _effects.Escapes |= isVolatile;
                _effects.Write(place.Field!);
                break;
            default:
                _effects.CallsOut |= isVolatile || MayBeSelf(place, type);
                break;
        }
    }

    private bool MayBeSelf(Place place, TypeReference? type) => place.Kind switch
    {
        PlaceKind.Local => false,
        PlaceKind.Other => _uses.Memory.MayHold(place.Variable!),
        _ => type is null || _uses.Memory.MayOverlap(type),
    };

    // The place of a field: of an object, it is a variable of its own; of a value somewhere, it lies in that.
    private Place Within(Place receiver, FieldReference field) => receiver.Kind switch
    {
        PlaceKind.Self when FindOwn(field) is { } own => Place.Part(own),
        PlaceKind.Any when !IsOfStruct(field) => Place.Other(field.FieldType),
        _ => receiver,
    };

    private FieldDefinition? FindOwn(FieldReference field) =>
        field.DeclaringType.GetElementType() == _self ? _self.Fields.FirstOrDefault(f => f.Name == field.Name && !f.IsStatic) : null;

    private static bool IsOfStruct(FieldReference field) =>
        field.DeclaringType is TypeDefinition type
        ? type.IsValueType : field.DeclaringType.GetElementType() is not TypeDefinition { IsValueType: false };

    private void Call(Instruction instruction, MethodReference called)
    {
        var isNew = instruction.OpCode.Code == Code.Newobj;
        for (var i = 0; i < called.Parameters.Count; i++)
            NotSelf(Pop());
        var receiver = called.HasThis && !isNew ? Pop() : isNew && called.DeclaringType.IsValueType ? Place.Local : Place.Any;
        var constrained = instruction.Previous is { OpCode.Code: Code.Constrained } prefix ? (TypeReference)prefix.Operand : null;
        var body = constrained is null
            ? SelfUses.FindBody(called, instruction.OpCode.Code == Code.Callvirt, _method.Module) : SelfUses.FindBody(called, constrained);
        if (body is not null)
            _effects.Add(_uses.Find(body, receiver, _depth + 1), receiver.IsOfSelf);
        else if (receiver.IsOfSelf)
            CallOutside(receiver, called, constrained);
        else
            _effects.CallsOut |= constrained is null ? !QuietCalls.IsQuiet(called) : !constrained.IsPrimitive;

        if (isNew)
            Push(Place.Any);
        else if (called.ReturnType.MetadataType != MetadataType.Void)
            Push(QuietCalls.FindElement(called) is { } element ? Place.Other(element) : Place.Any);
    }

    // A value of the framework's in a field.
    private void CallOutside(Place receiver, MethodReference called, TypeReference? constrained)
    {
        // Numbers show and compare themselves.
        if (constrained is { IsPrimitive: true } && receiver.Kind == PlaceKind.Part && called.ReturnType is not ByReferenceType)
        {
            _effects.Read();
            return;
        }

        if (constrained is not null || receiver.Kind == PlaceKind.Self || !QuietCalls.IsQuiet(called) || (called.ReturnType is ByReferenceType
            && QuietCalls.FindElement(called) is null))
            _effects.Escapes = true;
        _effects.Read();
        if (receiver.Field is { } field && !QuietCalls.LeavesReceiver(called))
            _effects.Write(field);
    }

    private void Plain(Instruction instruction)
    {
        var pops = StackEffect.Pops(instruction);
        for (var i = 0; i < pops; i++)
            NotSelf(Pop());
        for (var pushes = StackEffect.Measure(instruction) + pops; pushes > 0; pushes--)
            Push(Place.Any);
    }

    private void NotSelf(Place place) => _effects.Escapes |= place.IsOfSelf;

    private void Push(Place place) => _stack.Push(place);

    private Place Pop() => _stack.Pop();

    private static bool IsVolatile(Instruction instruction) =>
        instruction.Previous?.OpCode.Code == Code.Volatile
            || instruction.Previous is { OpCode.Code: Code.Unaligned, Previous.OpCode.Code: Code.Volatile };
}
