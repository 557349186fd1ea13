using HotWeave.Weaver.Verification.Types;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Verification.Rules;

/// <summary>Conditions, returns and what ends handlers.</summary>
internal sealed class ControlRules(BodyContext context, RegionRules regions)
{
    private readonly EvaluationStack _stack = context.Stack;

    public void Apply(Code code)
    {
        switch (code)
        {
            case Code.Ret:
                Return();
                break;
            case Code.Switch:
                _stack.PopIndex();
                break;
            case Code.Brfalse or Code.Brfalse_S or Code.Brtrue or Code.Brtrue_S:
                if (_stack.Pop() is { Kind: StackKind.Value or StackKind.Float } entry)
                    throw new InvalidBodyException("an integer, an address or a reference", entry.ToString());
                break;
            case Code.Throw:
                _stack.PopReference();
                break;
            case Code.Rethrow:
                if (!regions.IsWithinCatch())
                    throw new InvalidBodyException("a catch handler around it", "none");
                break;
            case Code.Endfinally:
                regions.RequireInnermost("a finally or fault handler", RegionKind.Finally, RegionKind.Fault);
                break;
            case Code.Endfilter:
                regions.RequireInnermost("a filter", RegionKind.Filter);
                _stack.Pop(context.Types[ILKind.Int32]);
                RequireEmpty();
                break;
            default:
                Comparison.Apply(_stack, takesReferences: code is Code.Beq or Code.Beq_S or Code.Bne_Un or Code.Bne_Un_S or Code.Bgt_Un or Code.Bgt_Un_S);
                break;
        }
    }

    private void Return()
    {
        regions.RequireNoRegion();
        if (context.ReturnType.Kind != ILKind.Void)
            _stack.Pop(context.ReturnType);
        RequireEmpty();
    }

    private void RequireEmpty()
    {
        if (_stack.Depth != 0)
            throw new InvalidBodyException("nothing else on the stack", $"{_stack.Depth} more values");
    }
}
