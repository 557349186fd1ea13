using System.Reflection.Metadata;

namespace HotWeave.Preparing;

/// <summary>
/// Follows the kinds of values through a body before it is compiled: the compiler believes what it is given, and some bodies that are none end the
/// process. Checked are depths, kinds, where control goes, and the borders of protected regions; not types, which the compiler survives.
/// </summary>
/// <remarks>Each instruction is looked at once, from the first way that leads to it; what other ways bring must be the same (ECMA-335 III.1.8.1.3).</remarks>
internal sealed class BodyFlow
{
    private readonly PatchSignatures _signatures;
    private readonly BodyStack _stack = new();
    private readonly BodyRegions _regions = new();
    private readonly BodyStates _states = new();
    private readonly BodyInstructions _instructions;
    private BodyCode _code = null!;

    internal BodyFlow(PatchSignatures signatures)
    {
        _signatures = signatures;
        _instructions = new BodyInstructions(signatures, _stack);
    }

    /// <param name="method">Its token.</param>
    /// <param name="body">The body.</param>
    /// <param name="code">Its instructions; places that matter are marked there.</param>
    /// <exception cref="BadImageFormatException">It is no body.</exception>
    internal void Check(int method, MethodBodyBlock body, BodyCode code)
    {
        _code = code;
        _stack.Begin(body.MaxStack, _signatures.MayBeObject(method));
        _regions.Begin(body.ExceptionRegions, code);
        _states.Begin(code.Count);
        _instructions.Begin(_signatures.OfMember(method), _signatures.ListLocals(body.LocalSignature));
        _states.Arrive(0, _stack);
        for (var i = 0; i < _regions.Count; i++)
            BeginHandler(i);
        while (_states.TakeNext(_stack) is >= 0 and var index)
            RunFrom(index);
    }

    private void BeginHandler(int number)
    {
        var (offset, hasException) = _regions.GetHandler(number);
        if (offset < 0)
            return;
        _stack.Clear();
        _stack.Offset = offset;
        if (hasException)
            _stack.Push(StackKind.Reference);
        Arrive(offset);
    }

    private void RunFrom(int index)
    {
        _instructions.BeginPlace();
        while (true)
        {
            var instruction = _code[index];
            _stack.Offset = instruction.Offset;
            if (_stack.Depth > 0 && _code.IsTarget(index) && _regions.BeginsTry(instruction.Offset))
                throw _stack.Invalid("is not empty where a protected region begins");
            if (!GoesOn(instruction))
                return;
            if (++index == _code.Count)
                throw _stack.Invalid("is left at the end of the body");
            if (!_code.IsTarget(index))
                continue;
            // Borders of regions are marked.
            if (!_regions.MayGo(instruction.Offset, instruction.Next))
                throw _stack.Invalid("is carried over the border of a protected region");
            _states.Arrive(index, _stack);
            return;
        }
    }

    // Whether the next instruction follows.
    private bool GoesOn(ILInstruction instruction)
    {
        switch (instruction.Flow)
        {
            case ILFlow.Next:
                _instructions.Run(instruction);
                return true;
            case ILFlow.Branch:
                Go(instruction);
                return false;
            case ILFlow.Condition:
                _instructions.Run(instruction);
                Go(instruction);
                return true;
            case ILFlow.Leave:
                _stack.Clear();
                // Outside of all regions it is a branch that empties the stack.
                if (_regions.IsIn(instruction.Offset, RegionKind.Filter, RegionKind.Finally) || !_regions.MayLeave(instruction.Offset, instruction.Target))
                    throw _stack.Invalid("is left where nothing can be left, or to where nothing can be gone");
                Arrive(instruction.Target);
                return false;
            default:
                _instructions.Run(instruction);
                CheckEnd(instruction);
                return false;
        }
    }

    private void Go(ILInstruction instruction)
    {
        for (var i = BodyCode.CountTargets(instruction) - 1; i >= 0; i--)
        {
            var target = _code.ReadTarget(instruction, i);
            if (!_regions.MayGo(instruction.Offset, target))
                throw _stack.Invalid("is carried over the border of a protected region");
            Arrive(target);
        }
    }

    private void CheckEnd(ILInstruction instruction)
    {
        var isAllowed = instruction.OpCode switch
        {
            ILCode.Ret or ILCode.Jmp => _stack.Depth == 0 && !_regions.IsInAny(instruction.Offset),
            ILCode.Endfinally => _regions.IsIn(instruction.Offset, RegionKind.Finally),
            ILCode.Endfilter => _stack.Depth == 0 && _regions.IsIn(instruction.Offset, RegionKind.Filter),
            ILCode.Rethrow => _regions.IsWithin(instruction.Offset, RegionKind.Catch),
            _ => true,
        };
        if (!isAllowed)
            throw _stack.Invalid("is not what it may be where control ends so, or control may not end so here");
    }

    private void Arrive(int offset)
    {
        var index = _code.FindIndex(offset);
        if (index < 0)
            throw _stack.Invalid($"is carried to IL_{offset:x4}, where there is no instruction");
        _states.Arrive(index, _stack);
    }
}
