using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Ghost;

/// <summary>
/// Says of methods whether compiled code of them may have others of the application inlined: what they call directly, however long it is,
/// since how much the JIT takes depends on what it has counted and on settings; and what they call by a delegate or a virtual method, whose
/// usual target it inlines after a test. For warnings before there are stubs: afterwards the runtime itself is asked.
/// </summary>
internal static class InlineReach
{
    /// <summary>Whether it may.</summary>
    public static bool MayInline(MethodDefinition method) => method.HasBody && method.Body.Instructions.Any(MayBeInlined);

    private static bool MayBeInlined(Instruction instruction)
    {
        if (instruction.OpCode.Code is not (Code.Call or Code.Callvirt or Code.Newobj) || instruction.Operand is not MethodReference called)
            return false;
        if (called.DeclaringType.GetElementType() is not TypeDefinition)
            return IsDelegateCall(called) || !IsFramework(called.DeclaringType.GetElementType());
        // What has no body is an interface's member, or an abstract one.
        return called.GetElementMethod().Resolve() is not { } target || !target.HasBody || (target.IsVirtual && !target.IsFinal)
            || !target.NoInlining;
    }

    private static bool IsDelegateCall(MethodReference called) => called.Name == "Invoke"
        && called.DeclaringType.GetElementType().Name is var name
        && (name.StartsWith("Func`", StringComparison.Ordinal) || name.StartsWith("Action", StringComparison.Ordinal)
            || name.EndsWith("Handler", StringComparison.Ordinal) || name.EndsWith("Delegate", StringComparison.Ordinal));

    // Framework code that calls back has a frame of its own, of which the runtime says what it has inlined.
    private static bool IsFramework(TypeReference type) =>
        type.Scope is AssemblyNameReference { Name: var name }
            && (name is "netstandard" or "mscorlib" || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal));
}
