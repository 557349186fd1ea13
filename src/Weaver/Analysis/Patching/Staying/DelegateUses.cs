using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Staying;

/// <summary>Tells from who is given a delegate whether it may outlive the call.</summary>
internal static class DelegateUses
{
    /// <summary>Whether any delegate of a method may be kept; unknown receivers keep it.</summary>
    public static bool IsKept(MethodDefinition method, CallGraph calls) =>
        calls.BodiesThatName(method).SelectMany(n => n.Body.Instructions.Where(i => IsTaken(i, method))).Any(static i => Receiver(i) is not { } receiver || Keeps(receiver));

    private static bool IsTaken(Instruction instruction, MethodDefinition method) =>
        instruction.OpCode.Code is Code.Ldftn or Code.Ldvirtftn && NamedOperand.Names(instruction, method);

    // ldftn; newobj Func`2::.ctor; [dup; stsfld cache;] … call receiver
    private static MethodReference? Receiver(Instruction taken)
    {
        var next = taken.Next?.Next;
        while (next is not null && next.OpCode.FlowControl is not (FlowControl.Call or FlowControl.Return or FlowControl.Throw))
        {
            // What is stored elsewhere than in the compiler's cache is kept there.
            if (next.OpCode.Code is Code.Stfld or Code.Stsfld && next.Operand is FieldReference { Name: var name } && !name.StartsWith("<", StringComparison.Ordinal))
                return null;
            next = next.Next;
        }

        return next?.Operand as MethodReference;
    }

    // They run what they are given before they return, or when their result is walked through.
    private static bool Keeps(MethodReference receiver) =>
        receiver.Name == ".ctor" || receiver.DeclaringType.Namespace is not ("System.Linq" or "System.Collections.Generic" or "System.Collections.Concurrent" or "System.Collections.Immutable")
        && receiver.DeclaringType.FullName is not ("System.Array" or "System.String" or "System.MemoryExtensions" or "System.Threading.Tasks.Parallel" or "System.Threading.LazyInitializer");
}
