using HotWeave.Weaver.Verification.Types;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Verification.Rules;

/// <summary>Constants, arithmetic and conversions (ECMA-335 III.1.5, tables 2, 3, 5 to 8).</summary>
internal sealed class ArithmeticRules(BodyContext context)
{
    private readonly EvaluationStack _stack = context.Stack;

    public void LoadConstant(Code code)
    {
        switch (code)
        {
            case Code.Ldnull:
                _stack.Push(StackEntry.Null);
                break;
            case Code.Ldc_I8:
                _stack.Push(StackEntry.Int64);
                break;
            case Code.Ldc_R4 or Code.Ldc_R8:
                _stack.Push(StackEntry.Float);
                break;
            case Code.Dup:
                _stack.Push(_stack.Top);
                break;
            case Code.Pop:
                _stack.Pop();
                break;
            default:
                _stack.Push(StackEntry.Int32);
                break;
        }
    }

    public void Apply(Code code)
    {
        switch (code)
        {
            case Code.Add or Code.Add_Ovf or Code.Add_Ovf_Un or Code.Sub or Code.Sub_Ovf or Code.Sub_Ovf_Un:
                AddOrSubtract(isAddition: code is Code.Add or Code.Add_Ovf or Code.Add_Ovf_Un, takesFloat: code is Code.Add or Code.Sub);
                break;
            case Code.Mul or Code.Div or Code.Rem:
                Combine(takesFloat: true);
                break;
            case Code.Mul_Ovf or Code.Mul_Ovf_Un or Code.Div_Un or Code.Rem_Un or Code.And or Code.Or or Code.Xor:
                Combine(takesFloat: false);
                break;
            case Code.Shl or Code.Shr or Code.Shr_Un:
                _stack.PopIndex();
                _stack.Push(PopNumber(takesFloat: false));
                break;
            case Code.Neg:
                _stack.Push(PopNumber(takesFloat: true));
                break;
            case Code.Not:
                _stack.Push(PopNumber(takesFloat: false));
                break;
            case Code.Ckfinite:
                _stack.Push(_stack.Pop(context.Types[ILKind.Double]));
                break;
            case Code.Ceq or Code.Cgt or Code.Cgt_Un or Code.Clt or Code.Clt_Un:
                Comparison.Apply(_stack, takesReferences: code is Code.Ceq or Code.Cgt_Un);
                _stack.Push(StackEntry.Int32);
                break;
            default:
                Convert(code);
                break;
        }
    }

    private void Convert(Code code)
    {
        var result = code switch
        {
            Code.Conv_I1 or Code.Conv_I2 or Code.Conv_I4 or Code.Conv_U1 or Code.Conv_U2 or Code.Conv_U4
                or Code.Conv_Ovf_I1 or Code.Conv_Ovf_I2 or Code.Conv_Ovf_I4 or Code.Conv_Ovf_U1 or Code.Conv_Ovf_U2 or Code.Conv_Ovf_U4
                or Code.Conv_Ovf_I1_Un or Code.Conv_Ovf_I2_Un or Code.Conv_Ovf_I4_Un or Code.Conv_Ovf_U1_Un or Code.Conv_Ovf_U2_Un or Code.Conv_Ovf_U4_Un => StackEntry.Int32,
            Code.Conv_I8 or Code.Conv_U8 or Code.Conv_Ovf_I8 or Code.Conv_Ovf_U8 or Code.Conv_Ovf_I8_Un or Code.Conv_Ovf_U8_Un => StackEntry.Int64,
            Code.Conv_R4 or Code.Conv_R8 or Code.Conv_R_Un => StackEntry.Float,
            Code.Conv_I or Code.Conv_U or Code.Conv_Ovf_I or Code.Conv_Ovf_U or Code.Conv_Ovf_I_Un or Code.Conv_Ovf_U_Un => StackEntry.NativeInt,
            _ => throw new InvalidBodyException("an instruction of ECMA-335", code.ToString()),
        };
        var entry = _stack.Pop();
        // Pinned objects and by-refs become pointers so.
        var isAddress = entry.Kind is StackKind.ByRef or StackKind.Reference
            && code is Code.Conv_I or Code.Conv_U or Code.Conv_I8 or Code.Conv_U8;
        if (!isAddress && !IsNumber(entry, takesFloat: true))
            throw new InvalidBodyException("a number", entry.ToString());
        _stack.Push(result);
    }

    private void AddOrSubtract(bool isAddition, bool takesFloat)
    {
        var right = _stack.Pop();
        var left = _stack.Pop();
        if (left.Kind == StackKind.ByRef && right.Kind is StackKind.Int32 or StackKind.NativeInt)
            _stack.Push(left);
        else if (isAddition && right.Kind == StackKind.ByRef && left.Kind is StackKind.Int32 or StackKind.NativeInt)
            _stack.Push(right);
        else if (!isAddition && left.Kind is StackKind.ByRef or StackKind.NativeInt && right.Kind is StackKind.ByRef)
            _stack.Push(StackEntry.NativeInt);
        else
            _stack.Push(Combine(left, right, takesFloat));
    }

    private void Combine(bool takesFloat)
    {
        var right = _stack.Pop();
        var left = _stack.Pop();
        _stack.Push(Combine(left, right, takesFloat));
    }

    private static StackEntry Combine(in StackEntry left, in StackEntry right, bool takesFloat)
    {
        if (!IsNumber(left, takesFloat))
            throw new InvalidBodyException("a number", left.ToString());
        if (!IsNumber(right, takesFloat))
            throw new InvalidBodyException("a number", right.ToString());
        if (left.Kind == StackKind.Unknown || right.Kind == StackKind.Unknown)
            return new StackEntry(StackKind.Unknown);
        if (left.Kind == right.Kind)
            return new StackEntry(left.Kind);
        if (left.Kind is StackKind.Int32 or StackKind.NativeInt && right.Kind is StackKind.Int32 or StackKind.NativeInt)
            return StackEntry.NativeInt;
        throw new InvalidBodyException("two numbers of one size", $"{left} and {right}");
    }

    private StackEntry PopNumber(bool takesFloat)
    {
        var entry = _stack.Pop();
        return IsNumber(entry, takesFloat) ? new StackEntry(entry.Kind) : throw new InvalidBodyException("a number", entry.ToString());
    }

    private static bool IsNumber(in StackEntry entry, bool takesFloat) => entry.IsInteger || (takesFloat && entry.Kind == StackKind.Float);
}
