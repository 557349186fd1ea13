using System.Reflection.Metadata;

namespace HotWeave.Preparing;

/// <summary>
/// Follows the kinds of values through a body before it is compiled: the compiler believes what it is given, and some bodies that are none end the
/// process. Checked are depths, kinds, where control goes, and the borders of protected regions; not types, which the compiler survives.
/// </summary>
/// <remarks>Each instruction is looked at once, from the first way that leads to it; what other ways bring must be the same (ECMA-335 III.1.8.1.3).</remarks>
internal sealed class BodyFlow
{
    // What may be kept and compared for one body, whatever it is.
    private const int LongestWork = 4_000_000;

    private readonly BodyCode _code;
    private readonly BodyRegions _regions;
    private readonly BodyStack _stack;
    private readonly BodyInstructions _instructions;
    private readonly Dictionary<int, StackKind[]> _known = [];
    private readonly Stack<int> _ahead = new();
    private int _work;

    private BodyFlow(PatchSignatures signatures, int method, MethodBodyBlock body)
    {
        _code = new BodyCode(body.GetILReader());
        _regions = new BodyRegions(body.ExceptionRegions, _code);
        _stack = new BodyStack(body.MaxStack, signatures.MayBeObject(method));
        _instructions = new BodyInstructions(signatures, _stack, signatures.OfMember(method), signatures.ListLocals(body.LocalSignature));
    }

    /// <exception cref="BadImageFormatException">It is no body.</exception>
    internal static void Check(PatchSignatures signatures, int method, MethodBodyBlock body) => new BodyFlow(signatures, method, body).Run();

    private void Run()
    {
        Arrive(0);
        foreach (var (offset, hasException) in _regions.Handlers)
            ArriveWith(offset, hasException ? [StackKind.Reference] : []);
        while (_ahead.TryPop(out var offset))
            RunFrom(offset);
    }

    private void RunFrom(int offset)
    {
        _stack.Become(_known[offset]);
        while (true)
        {
            _stack.Offset = offset;
            var instruction = _code.Read(offset);
            if (_stack.Depth > 0 && _regions.BeginsTry(offset))
                throw _stack.Invalid("is not empty where a protected region begins");
            if (!GoesOn(instruction))
                return;
            if (instruction.Next >= _code.Length)
                throw _stack.Invalid("is left at the end of the body");
            if (!_regions.MayGo(offset, instruction.Next))
                throw _stack.Invalid("is carried over the border of a protected region");
            offset = instruction.Next;
            if (!_code.IsTarget(offset))
                continue;
            Arrive(offset);
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
        foreach (var target in _code.Targets(instruction))
        {
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

    private void Arrive(int offset) => ArriveWith(offset, null);

    private void ArriveWith(int offset, StackKind[]? kinds)
    {
        if (!_code.IsInstruction(offset))
            throw _stack.Invalid($"is carried to IL_{offset:x4}, where there is no instruction");
        if (kinds is not null)
            _stack.Become(kinds);
        if ((_work += _stack.Depth + 1) > LongestWork)
            throw _stack.Invalid("is too deep at too many places");
        if (!_known.TryGetValue(offset, out var known))
        {
            _known.Add(offset, _stack.Copy());
            _ahead.Push(offset);
        }
        else if (!_stack.Is(known))
        {
            throw _stack.Invalid($"is not what other ways bring to IL_{offset:x4}");
        }
    }
}
