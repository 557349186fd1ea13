using HotWeave.Weaver.Verification.Types;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Verification.Rules;

/// <summary>Calls, new objects and pointers to methods.</summary>
internal sealed class CallRules(BodyContext context)
{
    private readonly EvaluationStack _stack = context.Stack;
    private readonly ReceiverRules _receivers = new(context);
    private readonly DelegateRules _delegates = new(context);

    public void Apply(Instruction instruction, Code code)
    {
        if (code == Code.Calli)
        {
            CallIndirect((CallSite)instruction.Operand);
            RequireReturn(instruction);
            return;
        }

        if (instruction.Operand is not MethodReference reference)
            throw new InvalidBodyException("a method", "none");
        var method = context.Members.Read(reference);
        switch (code)
        {
            case Code.Call or Code.Callvirt:
                Call(method, isVirtual: code == Code.Callvirt);
                RequireReturn(instruction);
                break;
            case Code.Newobj:
                Make(method);
                break;
            case Code.Jmp:
                if (_stack.Depth != 0)
                    throw new InvalidBodyException("an empty stack", $"{_stack.Depth} values");
                break;
            default:
                LoadPointer(method, isVirtual: code == Code.Ldvirtftn);
                break;
        }
    }

    private void Call(CalledMethod method, bool isVirtual)
    {
        PopArguments(method);
        if (!method.HasThis)
        {
            if (isVirtual)
                throw new InvalidBodyException("an instance method", method.ToString());
            _receivers.CheckStatic(method);
        }
        else
        {
            if (!isVirtual && context.Prefixes.Constrained is null && TypeRelations.IsReference(method.DeclaringType) == true && method.Reference.Name != ".ctor" && method.Definition is { IsAbstract: true })
                throw new InvalidBodyException("a method with a body", method.ToString());
            _receivers.Pop(method, isVirtual);
        }

        Push(method);
    }

    // The Address methods of arrays give by-refs that are read only with the prefix.
    private void Push(CalledMethod method)
    {
        if (method.ReturnType.Kind == ILKind.ByRef && context.Prefixes.IsReadOnly)
            _stack.Push(new StackEntry(StackKind.ByRef, method.ReturnType.Element, EntryTraits.ReadOnly));
        else
            _stack.Push(method.ReturnType);
    }

    private void PopArguments(CalledMethod method)
    {
        for (var i = method.Parameters.Length - 1; i >= 0; i--)
            _stack.Pop(method.Parameters[i]);
    }

    private void Make(CalledMethod method)
    {
        if (method.Reference.Name != ".ctor" || !method.HasThis)
            throw new InvalidBodyException("a constructor", method.ToString());
        if (method.DeclaringType.Name?.Definition is { IsAbstract: true, IsInterface: false } && method.DeclaringType.Kind == ILKind.Named)
            throw new InvalidBodyException("a class that can be made", method.DeclaringType.ToString());
        if (method.Parameters.Length == 2 && _stack.Depth >= 2 && _stack.Top.Method is { } target)
            _delegates.Check(method, target);
        PopArguments(method);
        _stack.Push(context.Entries.MakeEntry(method.DeclaringType));
    }

    private void LoadPointer(CalledMethod method, bool isVirtual)
    {
        if (isVirtual)
        {
            if (!method.HasThis)
                throw new InvalidBodyException("an instance method", method.ToString());
            var receiver = _stack.PopReference();
            if (receiver.Kind == StackKind.Reference && !context.Entries.IsObjectOf(receiver, method.DeclaringType))
                throw new InvalidBodyException(method.DeclaringType.ToString(), receiver.ToString());
        }
        else if (context.Prefixes.Constrained is not null)
        {
            _receivers.CheckStatic(method);
        }
        else if (method.Definition is { IsAbstract: true })
        {
            throw new InvalidBodyException("a method with a body", method.ToString());
        }

        _stack.Push(new StackEntry(StackKind.NativeInt, Method: method));
    }

    private void CallIndirect(CallSite site)
    {
        if (site is null)
            throw new InvalidBodyException("a signature", "none");
        var pointer = _stack.Pop();
        if (pointer.Kind is not (StackKind.NativeInt or StackKind.Int32 or StackKind.Unknown))
            throw new InvalidBodyException("a pointer to a method", pointer.ToString());
        for (var i = site.Parameters.Count - 1; i >= 0; i--)
            _stack.Pop(context.Types.ReadSignature(site.Parameters[i].ParameterType));
        if (site.HasThis && !site.ExplicitThis && _stack.Pop() is var receiver && receiver.Kind is not (StackKind.Reference or StackKind.ByRef or StackKind.NativeInt or StackKind.Unknown))
            throw new InvalidBodyException("a receiver", receiver.ToString());
        _stack.Push(context.Types.ReadSignature(site.ReturnType));
    }

    // III.2.4: nothing but the return may follow.
    private void RequireReturn(Instruction call)
    {
        if (context.Prefixes.IsTail && call.Next?.OpCode.Code != Code.Ret)
            throw new InvalidBodyException("a return after a tail call", call.Next?.OpCode.Name ?? "the end of the body");
    }
}
