using HotWeave.Weaver.Model;
using HotWeave.Weaver.Verification.Rules;
using HotWeave.Weaver.Verification.Types;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Verification;

/// <summary>
/// Verifies one body at a time: follows every way of control from the entry, and from each protected block's begin its handlers, with what
/// is on the stack, until nothing new comes to any instruction. Of code that no way leads to, only how its blocks end is judged: the rest
/// is not compiled.
/// </summary>
internal sealed class BodyVerifier
{
    private static readonly StackEntry[] Empty = [];

    private readonly BodyContext _context;
    private readonly InstructionRules _rules;
    private readonly InstantiationRules _instantiations;
    private readonly RegionRules _regions;
    private readonly Stack<int> _work = new();
    private StackEntry[]?[] _states = [];

    public BodyVerifier(ModuleDefinition module)
    {
        _context = new BodyContext(module);
        _instantiations = new InstantiationRules(_context);
        _regions = new RegionRules(_context);
        _rules = new InstructionRules(_context, _regions);
    }

    /// <summary>The first finding in a method's body; null where there is none.</summary>
    public Finding? Verify(MethodDefinition method)
    {
        _context.At = 0;
        try
        {
            _context.Enter(method);
            FollowControl();
            return null;
        }
        catch (InvalidBodyException e)
        {
            var instruction = method.Body.Instructions.ElementAtOrDefault(_context.At);
            return new Finding(ReadableName.Describe(method), instruction?.Offset ?? 0, instruction?.OpCode.Name ?? "", e.Expected, e.Found);
        }
    }

    /// <summary>
    /// Verifies a method's body, and says which objects it takes for what. How deep its stack may be is not asked: a body in memory that was
    /// put where another was has the depth of that.
    /// </summary>
    /// <param name="method">The method.</param>
    /// <param name="taken">Hears of the index of the instruction, the type of the object and the type that it is taken for.</param>
    public Finding? Trace(MethodDefinition method, Action<int, ILType, ILType> taken)
    {
        _context.Entries.Taken = (source, target) => taken(_context.At, source, target);
        try
        {
            return Verify(method);
        }
        finally
        {
            _context.Entries.Taken = null;
        }
    }

    private void FollowControl()
    {
        var count = _context.Layout.Instructions.Length;
        if (_states.Length < count)
            _states = new StackEntry[]?[count * 2];
        Array.Clear(_states, 0, count);
        _work.Clear();
        _regions.Enter();
        CheckBlocks(count);
        _states[0] = Empty;
        _work.Push(0);
        while (_work.Count > 0)
            FollowFrom(_work.Pop());
    }

    // The compiler cuts a body into blocks before it follows them: how they end is asked even where nothing leads to them.
    private void CheckBlocks(int count)
    {
        for (var index = 0; index < count; index++)
        {
            _context.At = index;
            var instruction = _context.Instruction;
            switch (instruction.OpCode.Code)
            {
                case Code.Ret:
                    _regions.RequireNoRegion();
                    break;
                case Code.Endfinally:
                    _regions.RequireInnermost("a finally or fault handler", RegionKind.Finally, RegionKind.Fault);
                    break;
                case Code.Endfilter:
                    _regions.RequireInnermost("a filter", RegionKind.Filter);
                    break;
                default:
                    Branch(instruction, follows: false);
                    break;
            }
        }

        if (FallsThrough(_context.Instruction.OpCode))
            _regions.CheckFallThrough(count - 1);
    }

    private void FollowFrom(int start)
    {
        _context.Stack.Load(_states[start]!);
        _context.Prefixes.Clear();
        for (var index = start; ; index++)
        {
            _context.At = index;
            EnterBlocks(index);
            var instruction = _context.Instruction;
            _instantiations.Check(instruction.Operand);
            if (Prefixes.IsPrefix(instruction.OpCode.Code))
            {
                _context.Prefixes.Add(instruction.OpCode.Code, instruction.Operand is TypeReference type ? _context.Types.Read(type) : null);
            }
            else
            {
                _context.Prefixes.Check(instruction.OpCode.Code);
                _rules.Apply(instruction);
                _context.Prefixes.Clear();
                Branch(instruction, follows: true);
            }

            if (!FallsThrough(instruction.OpCode))
                return;
            _regions.CheckFallThrough(index);
            if (!_context.Layout.IsTarget(index + 1))
                continue;
            if (!_context.Prefixes.IsEmpty)
                throw new InvalidBodyException("no branch between a prefix and its instruction", "one");
            Arrive(index + 1);
            return;
        }
    }

    // III.1.7.2 and I.12.4.2.8.1: a protected block begins with an empty stack, and its handlers with what the exception leaves there.
    private void EnterBlocks(int index)
    {
        if (_context.Layout.Regions.Count == 0 || !_context.Layout.IsTarget(index))
            return;
        foreach (var region in _context.Layout.Regions)
        {
            if (region.Start != index || region.Kind != RegionKind.Try)
                continue;
            if (_context.Stack.Depth != 0)
                throw new InvalidBodyException("an empty stack where a protected block begins", $"{_context.Stack.Depth} values");
            foreach (var handler in _context.Layout.Regions)
            {
                if (ReferenceEquals(handler.Guarded, region) && _states[handler.Start] is null)
                {
                    _states[handler.Start] = _regions.MakeEntryStack(handler);
                    _work.Push(handler.Start);
                }
            }
        }
    }

    private void Branch(Instruction instruction, bool follows)
    {
        switch (instruction.OpCode.OperandType)
        {
            case OperandType.InlineBrTarget or OperandType.ShortInlineBrTarget:
                Branch(_context.Layout.IndexOf((Instruction)instruction.Operand), instruction.OpCode.Code is Code.Leave or Code.Leave_S, follows);
                break;
            case OperandType.InlineSwitch:
                foreach (var target in (Instruction[])instruction.Operand)
                    Branch(_context.Layout.IndexOf(target), isLeave: false, follows);
                break;
        }
    }

    private void Branch(int target, bool isLeave, bool follows)
    {
        if (isLeave)
            _regions.CheckLeave(target);
        else
            _regions.CheckBranch(target);
        if (follows)
            Arrive(target);
    }

    private void Arrive(int target)
    {
        var stack = _context.Stack;
        if (_states[target] is not { } known)
        {
            _states[target] = stack.Depth == 0 ? Empty : stack.ToArray();
            _work.Push(target);
            return;
        }

        if (known.Length != stack.Depth)
            throw new InvalidBodyException($"{known.Length} values on the stack, as another way brings to IL_{_context.Layout.Instructions[target].Offset:x4}", $"{stack.Depth}");
        StackEntry[]? joined = null;
        for (var i = 0; i < known.Length; i++)
        {
            if (_context.Entries.Join(known[i], stack[i]) is not { } entry)
                throw new InvalidBodyException($"{known[i]}, as another way brings to IL_{_context.Layout.Instructions[target].Offset:x4}", stack[i].ToString());
            if (entry != known[i])
                (joined ??= [.. known])[i] = entry;
        }

        if (joined is null)
            return;
        _states[target] = joined;
        _work.Push(target);
    }

    private static bool FallsThrough(OpCode code) =>
        code.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw) && code.Code != Code.Jmp;
}
