using HotWeave.Patches.Format;
using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Gives the patch the method that maps what the deployed <c>Main</c> maps, by the deployed members: what a running process has of it is
/// known by it.
/// </summary>
internal sealed class DeployedMappingEmitter(TypeImporter importer)
{
    private const TypeAttributes Static = TypeAttributes.Class | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit;

    public EmittedHook Emit(MethodDefinition source)
    {
        var owner = new TypeDefinition("HotWeave.Generated", "DeployedEndpoints", Static | TypeAttributes.Public, importer.Target.TypeSystem.Object);
        importer.Target.Types.Add(owner);
        var method = new MethodDefinition("Map", MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.HideBySig, importer.Target.TypeSystem.Void);
        owner.Methods.Add(method);
        var references = new ReferenceRewriter(importer, GenericMap.Empty);
        method.Parameters.Add(new ParameterDefinition("builder", ParameterAttributes.None, references.Type(source.Parameters[0].ParameterType)));
        new BodyCloner(references).Clone(source, method);
        return new EmittedHook(new Hook(PatchHookKind.MapDeployedEndpoints, source, 0, 0, false), method);
    }
}
