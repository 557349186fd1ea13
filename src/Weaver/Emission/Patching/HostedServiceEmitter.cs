using HotWeave.Patches.Format;
using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Gives the patch the methods that name the hosted services which it adds.</summary>
internal static class HostedServiceEmitter
{
    private const TypeAttributes Static = TypeAttributes.Class | TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit;

    /// <summary>Makes one for each, in one class; none where there are none.</summary>
    /// <param name="services">The services, in the new build.</param>
    /// <param name="find">Their copies in the patch.</param>
    /// <param name="target">The patch.</param>
    public static IEnumerable<EmittedHook> Emit(IReadOnlyList<TypeDefinition> services, Func<TypeDefinition, TypeDefinition> find, ModuleDefinition target)
    {
        if (services.Count == 0)
            return [];
        var owner = new TypeDefinition(GeneratedName.Namespace, "HostedServices", Static, target.TypeSystem.Object);
        target.Types.Add(owner);
        return [.. services.Select((s, i) => Emit(s, i, find(s), owner))];
    }

    // static Type Get0()
    //     ldtoken T; call Type::GetTypeFromHandle; ret
    private static EmittedHook Emit(TypeDefinition service, int number, TypeDefinition copy, TypeDefinition owner)
    {
        var method = new MethodDefinition($"Get{number}", MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.HideBySig, owner.Module.Core("System", "Type"));
        owner.Methods.Add(method);
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ldtoken, copy));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Call, owner.Module.TypeFromHandle()));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
        return new EmittedHook(new Hook(PatchHookKind.HostService, service.Methods.First(static m => m.IsConstructor && !m.IsStatic), 0, 0, false), method);
    }
}
