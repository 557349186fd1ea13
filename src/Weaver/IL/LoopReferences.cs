using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.IL;

/// <summary>The members of the runtime that count the runs of waiting loops, as references of a module.</summary>
internal static class LoopReferences
{
    /// <summary>The counter of a body's runs.</summary>
    public const string Count = "LoopCount";

    /// <summary>One run of a state machine.</summary>
    public const string Run = "LoopRun";

    /// <summary>Whether an instruction calls a member of one of the two.</summary>
    public static bool IsCall(Instruction instruction, string type, string method) =>
        instruction.Operand is MethodReference { DeclaringType.Namespace: "HotWeave.Runtime" } called
        && called.DeclaringType.Name == type
        && called.Name == method;

    /// <summary><c>HotWeave.Runtime.<paramref name="name"/></c></summary>
    public static TypeReference Type(ModuleDefinition module, string name) =>
        new("HotWeave.Runtime", name, module, RuntimeReferences.AssemblyOf(module));

    /// <summary><c>ldtoken T; ldstr name</c>: a type of the assembly that has the body, and the method for people.</summary>
    public static IEnumerable<Instruction> Identity(MethodDefinition body, string name) =>
        [Instruction.Create(OpCodes.Ldtoken, body.DeclaringType), Instruction.Create(OpCodes.Ldstr, name)];

    /// <summary>A static method of <paramref name="type"/> that takes these, a type's handle and a name.</summary>
    public static MethodReference Static(TypeReference type, string name, TypeReference returns, params TypeReference[] parameters)
    {
        var method = new MethodReference(name, returns, type);
        foreach (var parameter in parameters)
            method.Parameters.Add(new ParameterDefinition(parameter));
        return method;
    }

    /// <summary><c>System.RuntimeTypeHandle</c></summary>
    public static TypeReference Handle(ModuleDefinition module) =>
        new("System", "RuntimeTypeHandle", module, module.TypeSystem.CoreLibrary, true);
}
