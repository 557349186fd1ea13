using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>What the three classes that derive from a dispatch class have in common.</summary>
internal static class DispatchSubclass
{
    /// <summary>A class for a replaced type, beside the holders.</summary>
    public static TypeDefinition Declare(ModuleDefinition target, ReplacedType type, string role)
    {
        var result = new TypeDefinition(
            GeneratedName.Namespace, NewName(target, type.Dispatch.Name + role), TypeAttributes.Class | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit, target.ImportReference(type.Dispatch));
        target.Types.Add(result);
        AddConstructor(result);
        Hide(target, result);
        return result;
    }

    /// <summary>A name that no class beside the holders has yet.</summary>
    public static string NewName(ModuleDefinition target, string plain) =>
        GeneratedName.Free(plain, name => target.GetType(GeneratedName.Namespace, name) is not null);

    /// <summary>The public parameterless constructor through which the runtime makes the dispatch object.</summary>
    public static void AddConstructor(TypeDefinition type)
    {
        var module = type.Module;
        var constructor = new MethodDefinition(
            ".ctor",
            MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName,
            module.TypeSystem.Void);
        // ldarg.0; call D::.ctor; ret
        constructor.Body.Instructions.Add(Instruction.Create(OpCodes.Ldarg_0));
        constructor.Body.Instructions.Add(Instruction.Create(OpCodes.Call, new MethodReference(".ctor", module.TypeSystem.Void, type.BaseType) { HasThis = true }));
        constructor.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
        type.Methods.Add(constructor);
    }

    /// <summary>Loads the arguments of an override, past the dispatch object itself.</summary>
    public static void LoadArguments(MethodDefinition method)
    {
        foreach (var parameter in method.Parameters)
            method.Body.Instructions.Add(Instruction.Create(OpCodes.Ldarg, parameter));
    }

    /// <summary>Leaves a method or type out of stack traces.</summary>
    public static void Hide(ModuleDefinition module, ICustomAttributeProvider member)
    {
        var attribute = module.Core("System.Diagnostics", "StackTraceHiddenAttribute");
        // netstandard has no such attribute; every runtime that takes patches has System.Runtime.
        if (module.TypeSystem.CoreLibrary.Name is "netstandard" or "mscorlib")
            attribute.Scope = SystemRuntime(module);
        member.CustomAttributes.Add(new CustomAttribute(new MethodReference(".ctor", module.TypeSystem.Void, attribute) { HasThis = true }));
    }

    private static AssemblyNameReference SystemRuntime(ModuleDefinition module)
    {
        var reference = module.AssemblyReferences.FirstOrDefault(static r => r.Name == "System.Runtime");
        if (reference is null)
        {
            reference = new AssemblyNameReference("System.Runtime", new Version(8, 0, 0, 0)) { PublicKeyToken = [0xb0, 0x3f, 0x5f, 0x7f, 0x11, 0xd5, 0x0a, 0x3a] };
            module.AssemblyReferences.Add(reference);
        }

        return reference;
    }
}
