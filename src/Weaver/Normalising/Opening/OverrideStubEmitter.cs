using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Normalising.Opening;

/// <summary>
/// Adds overrides of outside base types' methods to the types that ask for them, before anything is planned: what follows takes them for
/// methods that a person wrote.
/// </summary>
internal sealed class OverrideStubEmitter
{
    private readonly ModuleDefinition _module;
    private readonly VirtualMethods _methods;
    private readonly AddedTokens _tokens;
    private readonly FacadeScopes _scopes;
    private RuntimeReferences? _references;

    private OverrideStubEmitter(ModuleDefinition module, AddedTokens tokens)
    {
        _module = module;
        _tokens = tokens;
        _scopes = new FacadeScopes(module);
        _methods = new VirtualMethods([module]);
    }

    /// <summary>Adds the overrides; a module without a type that asks for any stays as it is.</summary>
    public static void Add(ModuleDefinition module, OpenTypes open, AddedTokens tokens)
    {
        var types = open.ForOverrides().ToList();
        if (types.Count == 0)
            return;
        var emitter = new OverrideStubEmitter(module, tokens);
        // A base class's override serves the classes below it too.
        foreach (var (type, extent) in types.OrderBy(t => emitter._methods.BasesOf(t.Type).Count()))
            emitter.Add(type, extent);
    }

    private void Add(TypeDefinition type, OverrideExtent extent)
    {
        var found = OutsideOverridables.Find(type, _methods);
        foreach (var (method, view) in extent == OverrideExtent.Common ? CommonOverridables.Choose(found) : found)
        {
            if (extent != OverrideExtent.All && IsByBits(type, method))
                continue;
            if (OutsideMethod.Reference(method, view, [.. type.GenericParameters], _scopes) is { } reference)
                Declare(type, method, view, reference);
        }
    }

    // A struct with either is no longer compared and hashed by its bits, which is slow, and hashes worse; that is for its author to say.
    private static bool IsByBits(TypeDefinition type, MethodDefinition method) =>
        type.IsValueType && method.Name is "Equals" or "GetHashCode" && !StructFields.HoldReferences(type);

    // ldarg.0; (ldobj T; box T;) ldarg…; call Base::M; ret
    private void Declare(TypeDefinition type, MethodDefinition source, TypeReference view, MethodReference reference)
    {
        const MethodAttributes kept = MethodAttributes.HideBySig | MethodAttributes.SpecialName;
        var access = source.IsPublic ? MethodAttributes.Public : MethodAttributes.Family;
        var method = new MethodDefinition(source.Name, access | MethodAttributes.Virtual | (source.Attributes & kept), _module.TypeSystem.Void) { HasThis = true };
        GenericParameterCopy.Declare(source.GenericParameters, method);
        var importer = new FacadeImporter(_scopes);
        // What a base outside fixes is said in the terms of its own assembly.
        var own = new ReferenceRewriter(importer, new GenericMap([.. type.GenericParameters], []));
        var fixedTypes = view is GenericInstanceType instance ? instance.GenericArguments.Select(own.Type) : [];
        var references = new ReferenceRewriter(importer, new GenericMap([.. fixedTypes], [.. method.GenericParameters]));
        GenericParameterCopy.Constrain(source.GenericParameters, method, references);
        method.ReturnType = references.Type(source.ReturnType);
        foreach (var parameter in source.Parameters)
            method.Parameters.Add(new ParameterDefinition(parameter.Name, parameter.Attributes & (ParameterAttributes.In | ParameterAttributes.Out), references.Type(parameter.ParameterType)));
        if (importer.HasFailed)
            return;
        method.MetadataToken = _tokens.TakeNext();
        type.Methods.Add(method);

        var code = method.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldarg_0));
        if (type.IsValueType)
        {
            var self = ((ByReferenceType)StaticShape.SelfType(type)).ElementType;
            code.Add(Instruction.Create(OpCodes.Ldobj, self));
            code.Add(Instruction.Create(OpCodes.Box, self));
        }

        foreach (var parameter in method.Parameters)
            code.Add(Instruction.Create(OpCodes.Ldarg, parameter));
        code.Add(Instruction.Create(OpCodes.Call, SelfReference.Instantiate(reference, method.GenericParameters)));
        code.Add(Instruction.Create(OpCodes.Ret));
        _references ??= new RuntimeReferences(_module);
        method.CustomAttributes.Add(new CustomAttribute(_references.OverrideStubConstructor));
        method.CustomAttributes.Add(new CustomAttribute(_references.CompilerGeneratedConstructor));
    }
}
