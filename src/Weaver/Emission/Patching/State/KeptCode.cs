using HotWeave.Weaver.Analysis.Patching.Keeping;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching;
using HotWeave.Weaver.Planning.Patching.Reach;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Has the methods of types whose objects keep the code they were made with ask the object first: one that no constructor of this version
/// made goes on with the deployed code.
/// </summary>
internal sealed class KeptCode
{
    private readonly PatchMembers _members;
    private readonly PatchUniverse _universe;
    private readonly TypeImporter _woven;
    private readonly KeptChain _chain;
    private readonly Dictionary<MethodDefinition, PatchedExport> _exports = [];
    private readonly Dictionary<MethodDefinition, (KeptLambda Lambda, TypeDefinition Type)> _lambdas = [];

    /// <param name="plan">What the patch holds.</param>
    /// <param name="members">What the patch has for members.</param>
    /// <param name="universe">The assemblies compared.</param>
    /// <param name="woven">Takes references of deployed code to the patch.</param>
    /// <param name="chain">What versions before gave such objects.</param>
    public KeptCode(PatchPlan plan, PatchMembers members, PatchUniverse universe, TypeImporter woven, KeptChain chain)
    {
        (_members, _universe, _woven, _chain) = (members, universe, woven, chain);
        var types = new HashSet<TypeDefinition>(plan.Kept.Select(static k => k.Type));
        foreach (var export in plan.Replaced.Where(r => types.Contains(r.Type)).SelectMany(static r => r.Exports))
        {
            if (export.New is { } method)
                _exports[method] = export;
        }

        foreach (var kept in plan.Kept)
        {
            foreach (var lambda in kept.Lambdas)
                _lambdas.Add(lambda.Lambda, (lambda, kept.Type));
        }
    }

    /// <summary>Puts what such a method needs before its body; others are left as they are.</summary>
    /// <param name="source">The method of the new build.</param>
    /// <param name="target">The method of the patch that has its body.</param>
    /// <param name="references">Takes references of the method to the patch's.</param>
    public void Guard(MethodDefinition source, MethodDefinition target, ReferenceRewriter references)
    {
        if (source.IsStatic)
            return;
        if (_lambdas.TryGetValue(source, out var lambda))
            Ask(source, target, lambda.Type, lambda.Lambda.Way.Select(f => Instruction.Create(OpCodes.Ldfld, Captured(f, references))));
        else if (_members.Cells.FindKeptMark(source.DeclaringType) is not { } mark)
            return;
        else if (source.IsConstructor)
            Prologues.MarkNew(target, mark.Set);
        else if (_universe.OldOf(source) is { HasBody: true, IsStatic: false })
            Ask(source, target, source.DeclaringType, []);
    }

    // ldarg self; (ldfld captured;)… call get mark; brtrue body; 'earlier' ldarg…; call deployed; ret; body:
    private void Ask(MethodDefinition source, MethodDefinition target, TypeDefinition type, IEnumerable<Instruction> way)
    {
        var body = target.Body.Instructions[0];
        // Closures have the generic parameters of the type around them before their own.
        var ofType = target.GenericParameters.Take(type.GenericParameters.Count);
        var deployed = Deployed(source).Over([.. target.GenericParameters]);
        ILEditor.Open(target).Prepend(
        [
            Instruction.Create(OpCodes.Ldarg, target.Parameters[0]),
            .. way,
            Instruction.Create(OpCodes.Call, _members.Cells.FindKeptMark(type)!.Get.Over([.. ofType])),
            Instruction.Create(OpCodes.Brtrue, body),
            .. AskBefore(source, target, type),
            .. target.Parameters.Select(static p => Instruction.Create(OpCodes.Ldarg, p)),
            Instruction.Create(OpCodes.Call, deployed),
            Instruction.Create(OpCodes.Ret),
        ]);
    }

    // ldsfld before; brfalse deployed; ldsfld before; ldarg…; callvirt D::M; ret; deployed: nop
    // One who reads the field twice reads the same: it is set before the version is current, and not while anybody has the version.
    private IEnumerable<Instruction> AskBefore(MethodDefinition source, MethodDefinition target, TypeDefinition type)
    {
        if (!_exports.TryGetValue(source, out var export))
            return [];
        var before = _chain.FindOrAdd(type);
        var deployed = Instruction.Create(OpCodes.Nop);
        return
        [
            Instruction.Create(OpCodes.Ldsfld, before),
            Instruction.Create(OpCodes.Brfalse, deployed),
            Instruction.Create(OpCodes.Ldsfld, before),
            .. target.Parameters.Select(static p => Instruction.Create(OpCodes.Ldarg, p)),
            Instruction.Create(OpCodes.Callvirt, _chain.FindMethod(export).Over([.. target.GenericParameters])),
            Instruction.Create(OpCodes.Ret),
            deployed,
        ];
    }

    private FieldReference Captured(FieldDefinition field, ReferenceRewriter references)
    {
        var own = new FieldReference(field.Name, field.FieldType, field.DeclaringType.SeenFromWithin());
        var reference = references.Field(own);
        reference.Name = _universe.OldOf(field)!.Name;
        return reference;
    }

    private MethodDefinition Deployed(MethodDefinition source)
    {
        var method = _members.Bodies.DeclareHidden(source, $"<{source.Name}>deployed", out var references);
        method.NoInlining = true;
        if (_exports.TryGetValue(source, out var export))
            DeployedCode.Write(method, export, new ReferenceRewriter(_woven, GenericMap.Flatten(export.Stub.Home, method)));
        else
            CallDeployed(source, method, references);
        return method;
    }

    // ldarg…; call T::M; ret       a method without a stub is its body
    private void CallDeployed(MethodDefinition source, MethodDefinition method, ReferenceRewriter references)
    {
        var reference = references.Method(SelfReference.Make(source, source.GenericParameters));
        (reference is GenericInstanceMethod instance ? instance.ElementMethod : reference).Name = _universe.OldOf(source)!.Name;
        DispatchSubclass.LoadArguments(method);
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Call, reference));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
    }
}
