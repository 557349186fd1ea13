using HotWeave.Weaver.Analysis.Loops;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Weaving;

/// <summary>What a body's instructions say, as far as weaving asks.</summary>
/// <param name="LooksAtCaller">It asks which method or assembly it runs in or is called from, so it must stay in its method.</param>
/// <param name="HasTailCalls">It has <c>tail.</c> calls, so the stub must not add a frame.</param>
/// <param name="KeepsFrame">It has a loop, a throw or a protected region, for which the JIT leaves such a method its own frame in stack traces.</param>
internal readonly record struct BodyFacts(bool LooksAtCaller, bool HasTailCalls, bool KeepsFrame)
{
    /// <summary>The facts of <paramref name="method"/>'s body.</summary>
    public static BodyFacts Read(MethodDefinition method)
    {
        bool looksAtCaller = false, tailCalls = false, throws = false;
        foreach (var instruction in method.Body.Instructions)
        {
            switch (instruction.OpCode.Code)
            {
                case Code.Tail:
                    tailCalls = true;
                    break;
                case Code.Throw or Code.Rethrow:
                    throws = true;
                    break;
                case Code.Call or Code.Callvirt or Code.Newobj or Code.Ldftn:
                    looksAtCaller |= LooksAtCallerBy((MethodReference)instruction.Operand);
                    break;
            }
        }

        return new BodyFacts(looksAtCaller, tailCalls, throws || method.Body.HasExceptionHandlers || FlowGraph.HasBackwardBranch(method.Body));
    }

    private static bool LooksAtCallerBy(MethodReference called) => called.DeclaringType.Namespace switch
    {
        "System.Reflection" => called.Name is "GetCurrentMethod" or "GetCallingAssembly" or "GetExecutingAssembly",
        "System.Diagnostics" => called.Name == ".ctor" && called.DeclaringType.Name is "StackFrame" or "StackTrace",
        "System" => called.Name == "get_StackTrace" && called.DeclaringType.Name == "Environment",
        _ => false,
    };
}
