using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Normalising.Opening;

/// <summary>
/// Lets classes that ask for it answer casts themselves, through two methods that get stubs like any other:
/// <code>
/// .class C implements IDynamicInterfaceCastable
/// bool IDynamicInterfaceCastable.IsInterfaceImplemented(RuntimeTypeHandle, bool) { ldc.i4.0; ret }
/// RuntimeTypeHandle IDynamicInterfaceCastable.GetInterfaceImplementation(RuntimeTypeHandle) { newobj InvalidCastException; throw }
/// </code>
/// </summary>
internal static class InterfaceStubEmitter
{
    private const MethodAttributes Explicit =
        MethodAttributes.Private | MethodAttributes.HideBySig | MethodAttributes.NewSlot | MethodAttributes.Virtual | MethodAttributes.Final;

    /// <summary>Adds them; a module without a class that asks for it stays as it is.</summary>
    public static void Add(ModuleDefinition module, OpenTypes open, AddedTokens tokens)
    {
        var types = open.ForInterfaces().ToList();
        if (types.Count == 0)
            return;
        var methods = new VirtualMethods([module]);
        var references = new RuntimeReferences(module);
        // A base class answers for the classes below it too.
        foreach (var type in types.OrderBy(t => methods.BasesOf(t).Count()).Where(t => !methods.BasesOf(t).Select(static b => b.Type).Prepend(t).Any(ImplementsDynamicCasts)))
            Add(type, references, tokens);
    }

    private static bool ImplementsDynamicCasts(TypeDefinition type) =>
        type.Interfaces.Any(static i => i.InterfaceType.Name == "IDynamicInterfaceCastable");

    private static void Add(TypeDefinition type, RuntimeReferences references, AddedTokens tokens)
    {
        var module = type.Module;
        var handle = references.Modern("System", "RuntimeTypeHandle", true);
        type.Interfaces.Add(new InterfaceImplementation(references.DynamicCastable));

        var asked = Declare(type, references, tokens.TakeNext(), GeneratedName.IsInterfaceImplemented, module.TypeSystem.Boolean, handle, module.TypeSystem.Boolean);
        asked.Body.Instructions.Add(Instruction.Create(OpCodes.Ldc_I4_0));
        asked.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));

        var given = Declare(type, references, tokens.TakeNext(), GeneratedName.InterfaceImplementation, handle, handle);
        var exception = new MethodReference(".ctor", module.TypeSystem.Void, references.Modern("System", "InvalidCastException", false)) { HasThis = true };
        given.Body.Instructions.Add(Instruction.Create(OpCodes.Newobj, exception));
        given.Body.Instructions.Add(Instruction.Create(OpCodes.Throw));
    }

    private static MethodDefinition Declare(
        TypeDefinition type, RuntimeReferences references, MetadataToken token, string name, TypeReference returns, params TypeReference[] parameters)
    {
        var method = new MethodDefinition(name, Explicit, returns) { HasThis = true, MetadataToken = token };
        var member = new MethodReference(name.Substring(name.LastIndexOf('.') + 1), returns, references.DynamicCastable) { HasThis = true };
        foreach (var parameter in parameters)
        {
            method.Parameters.Add(new ParameterDefinition(parameter));
            member.Parameters.Add(new ParameterDefinition(parameter));
        }

        method.Overrides.Add(member);
        method.CustomAttributes.Add(new CustomAttribute(references.OverrideStubConstructor));
        method.CustomAttributes.Add(new CustomAttribute(references.CompilerGeneratedConstructor));
        type.Methods.Add(method);
        return method;
    }
}
