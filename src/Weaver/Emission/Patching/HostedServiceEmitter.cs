using HotWeave.Patches.Format;
using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.IL;
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
    /// <param name="importer">Brings them into the patch, which has them or an earlier one.</param>
    public static IEnumerable<EmittedHook> Emit(IReadOnlyList<TypeDefinition> services, TypeImporter importer)
    {
        if (services.Count == 0)
            return [];
        var owner = new TypeDefinition(GeneratedName.Namespace, "HostedServices", Static, importer.Target.TypeSystem.Object);
        importer.Target.Types.Add(owner);
        var references = new ReferenceRewriter(importer, GenericMap.Empty);
        return [.. services.Select((s, i) => Emit(s, i, references.Type(s), owner))];
    }

    // static Type Get0()
    //     ldtoken T; call Type::GetTypeFromHandle; ret
    private static EmittedHook Emit(TypeDefinition service, int number, TypeReference copy, TypeDefinition owner)
    {
        var method = new MethodDefinition($"Get{number}", MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.HideBySig, owner.Module.Core("System", "Type"));
        owner.Methods.Add(method);
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ldtoken, copy));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Call, owner.Module.TypeFromHandle()));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
        return new EmittedHook(new Hook(PatchHookKind.HostService, service.Methods.First(static m => m.IsConstructor && !m.IsStatic), 0, 0, false), method);
    }
}
