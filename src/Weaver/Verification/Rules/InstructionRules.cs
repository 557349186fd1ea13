using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Verification.Rules;

/// <summary>Gives each instruction to the rules of its kind, in the order of ECMA-335 III.3 and III.4.</summary>
internal sealed class InstructionRules(BodyContext context, RegionRules regions)
{
    private readonly ArithmeticRules _arithmetic = new(context);
    private readonly VariableRules _variables = new(context);
    private readonly MemoryRules _memory = new(context, regions);
    private readonly ObjectRules _objects = new(context);
    private readonly ArrayRules _arrays = new(context);
    private readonly FieldRules _fields = new(context);
    private readonly CallRules _calls = new(context);
    private readonly ControlRules _control = new(context, regions);

    public void Apply(Instruction instruction)
    {
        var code = instruction.OpCode.Code;
        switch (code)
        {
            case Code.Nop or Code.Break or Code.Br or Code.Br_S or Code.Leave or Code.Leave_S:
                break;
            case (>= Code.Ldarg_0 and <= Code.Stloc_S) or (>= Code.Ldarg and <= Code.Stloc):
                _variables.Apply(instruction, code);
                break;
            case >= Code.Ldnull and <= Code.Pop:
                _arithmetic.LoadConstant(code);
                break;
            case Code.Jmp or Code.Call or Code.Calli or Code.Callvirt or Code.Newobj or Code.Ldftn or Code.Ldvirtftn:
                _calls.Apply(instruction, code);
                break;
            case Code.Ret or Code.Switch or (>= Code.Brfalse_S and <= Code.Blt_Un_S) or (>= Code.Brfalse and <= Code.Blt_Un) or Code.Throw or Code.Rethrow or Code.Endfinally or Code.Endfilter:
                _control.Apply(code);
                break;
            case (>= Code.Ldind_I1 and <= Code.Stind_R8) or Code.Stind_I or Code.Cpobj or Code.Ldobj or Code.Stobj or Code.Initobj or Code.Cpblk or Code.Initblk or Code.Localloc:
                _memory.Apply(instruction, code);
                break;
            case Code.Ldfld or Code.Ldflda or Code.Stfld or Code.Ldsfld or Code.Ldsflda or Code.Stsfld:
                _fields.Apply((FieldReference)instruction.Operand, code);
                break;
            case Code.Newarr or Code.Ldlen or (>= Code.Ldelema and <= Code.Stelem_Any):
                _arrays.Apply(instruction, code);
                break;
            case Code.Ldstr or Code.Castclass or Code.Isinst or Code.Unbox or Code.Unbox_Any or Code.Box or Code.Ldtoken or Code.Sizeof or Code.Arglist or Code.Mkrefany or Code.Refanyval or Code.Refanytype:
                _objects.Apply(instruction, code);
                break;
            default:
                _arithmetic.Apply(code);
                break;
        }
    }
}
