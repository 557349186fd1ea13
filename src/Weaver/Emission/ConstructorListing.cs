using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission;

/// <summary>
/// Has constructors list the objects that they have made, at each return: an object whose constructor threw is not listed. One that calls
/// another of its class leaves it to that.
/// </summary>
internal static class ConstructorListing
{
    /// <summary>Whether the constructor is one that lists.</summary>
    public static bool Applies(MethodDefinition constructor) =>
        constructor is { IsConstructor: true, IsStatic: false, HasBody: true } && !constructor.Body.Instructions.Any(i => CallsOwn(i, constructor.DeclaringType));

    /// <summary><c>ret</c> becomes <c>ldarg.0; call TrackedObjects::Add; ret</c>; the first argument is the object.</summary>
    public static void Add(MethodDefinition constructor)
    {
        var add = Reference(constructor.Module);
        var editor = ILEditor.Open(constructor);
        foreach (var exit in constructor.Body.Instructions.Where(static i => i.OpCode.Code == Code.Ret).ToList())
        {
            // Changed in place: branches to it stay.
            exit.OpCode = OpCodes.Ldarg_0;
            editor.InsertAfter(exit, Instruction.Create(OpCodes.Call, add), Instruction.Create(OpCodes.Ret));
        }
    }

    private static MethodReference Reference(ModuleDefinition module)
    {
        var runtime = RuntimeReferences.AssemblyOf(module);
        var add = new MethodReference("Add", module.TypeSystem.Void, new TypeReference("HotWeave.Runtime", GeneratedName.TrackedObjects, module, runtime));
        add.Parameters.Add(new ParameterDefinition(module.TypeSystem.Object));
        return add;
    }

    private static bool CallsOwn(Instruction instruction, TypeDefinition type) =>
        instruction.OpCode.Code == Code.Call && instruction.Operand is MethodReference { Name: ".ctor", HasThis: true } called && called.DeclaringType.GetElementType() == type;
}
