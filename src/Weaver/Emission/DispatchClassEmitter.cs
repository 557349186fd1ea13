using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission;

/// <summary>
/// Makes dispatch classes:
/// <code>
/// .class private abstract beforefieldinit HotWeave.Generated.D extends HotWeave.Runtime.Dispatch
/// {
///   .method family instance void .ctor() { ldarg.0; call instance void Dispatch::.ctor(); ret }
///   .method public newslot abstract virtual instance R M(T self, …) { }
/// }
/// </code>
/// </summary>
internal sealed class DispatchClassEmitter
{
    private const TypeAttributes AbstractClass = TypeAttributes.NotPublic | TypeAttributes.Abstract | TypeAttributes.BeforeFieldInit;

    private const MethodAttributes ProtectedConstructor =
        MethodAttributes.Family | MethodAttributes.HideBySig | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName;

    private readonly ModuleDefinition _module;
    private readonly RuntimeReferences _references;

    /// <summary>Makes an emitter for <paramref name="module"/>.</summary>
    public DispatchClassEmitter(ModuleDefinition module, RuntimeReferences references)
    {
        _module = module;
        _references = references;
    }

    /// <summary>Adds a dispatch class without dispatch methods.</summary>
    public TypeDefinition Add(string name)
    {
        var type = new TypeDefinition(GeneratedName.Namespace, name, AbstractClass, _references.Dispatch);
        type.Methods.Add(Constructor());
        _module.Types.Add(type);
        return type;
    }

    private MethodDefinition Constructor()
    {
        var constructor = new MethodDefinition(".ctor", ProtectedConstructor, _module.TypeSystem.Void);
        var code = new ILWriter(constructor.Body);
        code.Write(OpCodes.Ldarg_0);
        code.Write(OpCodes.Call, _references.DispatchConstructor);
        code.Write(OpCodes.Ret);
        return constructor;
    }
}
