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
    private readonly Dictionary<MethodDefinition, (KeptLambda Lambda, KeptType Kept)> _lambdas = [];
    private readonly ILookup<MethodDefinition, (KeptArgument Argument, KeptType Kept)> _arguments;
    private readonly Dictionary<MethodDefinition, MethodDefinition> _deployed = [];
    private readonly IReadOnlyList<KeptType> _kept;

    /// <param name="plan">What the patch holds.</param>
    /// <param name="members">What the patch has for members.</param>
    /// <param name="universe">The assemblies compared.</param>
    /// <param name="woven">Takes references of deployed code to the patch.</param>
    /// <param name="chain">What versions before gave such objects.</param>
    public KeptCode(PatchPlan plan, PatchMembers members, PatchUniverse universe, TypeImporter woven, KeptChain chain)
    {
        (_members, _universe, _woven, _chain, _kept) = (members, universe, woven, chain, plan.Kept);
        _arguments = plan.Kept.SelectMany(static k => k.Arguments.Select(a => (Argument: a, Kept: k))).ToLookup(static a => a.Argument.Method);
        foreach (var export in plan.Replaced.SelectMany(static r => r.Exports))
        {
            if (export.New is { } method)
                _exports[method] = export;
        }

        foreach (var kept in plan.Kept)
        {
            foreach (var lambda in kept.Lambdas)
                _lambdas.Add(lambda.Lambda, (lambda, kept));
        }
    }

    /// <summary>Puts what such a method needs before its body; others are left as they are.</summary>
    /// <param name="source">The method of the new build.</param>
    /// <param name="target">The method of the patch that has its body.</param>
    /// <param name="references">Takes references of the method to the patch's.</param>
    public void Guard(MethodDefinition source, MethodDefinition target, ReferenceRewriter references)
    {
        foreach (var (argument, kept) in _arguments[source])
            AskArgument(source, target, references, argument, kept);
        if (source.IsStatic)
            return;
        var view = GeneratedCode.UserTypeOf(source.DeclaringType).SeenFromWithin();
        if (_lambdas.TryGetValue(source, out var lambda))
            Ask(source, target, references, lambda.Kept, view, LoadFields(lambda.Lambda.Way, references));
        else if (_kept.FirstOrDefault(k => k.IsAsked(source.DeclaringType)) is not { } kept)
            return;
        else if (source.IsConstructor)
            Mark(source, target, kept);
        else if (_universe.OldOf(source) is { HasBody: true, IsStatic: false })
            Ask(source, target, references, kept, view, []);
    }

    // Constructors of classes below call one of the type's.
    private void Mark(MethodDefinition source, MethodDefinition target, KeptType kept)
    {
        if (source.DeclaringType == kept.Type)
            Prologues.MarkNew(target, _members.Cells.FindKeptMark(kept.Type)!.Set);
    }

    // ldarg self; (ldfld captured;)… call get mark; brtrue body; 'earlier' ldarg…; call deployed; ret; body:
    private void Ask(
        MethodDefinition source, MethodDefinition target, ReferenceRewriter references, KeptType kept, TypeReference view, IEnumerable<Instruction> way)
    {
        var body = target.Body.Instructions[0];
        ILEditor.Open(target).Prepend(
        [
            Instruction.Create(OpCodes.Ldarg, target.Parameters[0]),
            .. way,
            Instruction.Create(OpCodes.Call, FindMark(kept, view, references)),
            Instruction.Create(OpCodes.Brtrue, body),
            .. GoOnAsDeployed(source, target),
        ]);
    }

    // ldarg a; (ldfld f;)… (isinst T;) brfalse body; ldarg a; (ldfld f;)… (castclass T;) call get mark; brtrue body;
    // 'earlier' ldarg…; call deployed; ret; body:
    private void AskArgument(MethodDefinition source, MethodDefinition target, ReferenceRewriter references, KeptArgument argument, KeptType kept)
    {
        var body = target.Body.Instructions[0];
        var parameter = target.Parameters[argument.Argument + (source.HasThis ? 1 : 0)];
        ILEditor.Open(target).Prepend(
        [
            .. LoadObject(),
            .. Test(OpCodes.Isinst),
            Instruction.Create(OpCodes.Brfalse, body),
            .. LoadObject(),
            .. Test(OpCodes.Castclass),
            Instruction.Create(OpCodes.Call, FindMark(kept, argument.View, references)),
            Instruction.Create(OpCodes.Brtrue, body),
            .. GoOnAsDeployed(source, target),
        ]);

        IEnumerable<Instruction> LoadObject() => LoadFields(argument.Way, references).Prepend(Instruction.Create(OpCodes.Ldarg, parameter));

        IEnumerable<Instruction> Test(OpCode test) => argument.IsTested ? [Instruction.Create(test, references.Type(argument.View))] : [];
    }

    // (ldfld f;)…
    private IEnumerable<Instruction> LoadFields(IEnumerable<FieldDefinition> way, ReferenceRewriter references) =>
        way.Select(f => Instruction.Create(OpCodes.Ldfld, Captured(f, references)));

    // 'earlier' ldarg…; call deployed; ret
    private IEnumerable<Instruction> GoOnAsDeployed(MethodDefinition source, MethodDefinition target)
    {
        if (!_deployed.TryGetValue(source, out var deployed))
            _deployed.Add(source, deployed = DeclareDeployed(source));
        return
        [
            .. AskBefore(source, target),
            .. target.Parameters.Select(static p => Instruction.Create(OpCodes.Ldarg, p)),
            Instruction.Create(OpCodes.Call, deployed.Over([.. target.GenericParameters])),
            Instruction.Create(OpCodes.Ret),
        ];
    }

    private MethodReference FindMark(KeptType kept, TypeReference view, ReferenceRewriter references)
    {
        var type = TypeLine.FindAbove(view, kept.Type)!;
        var arguments = type is GenericInstanceType instance ? instance.GenericArguments.Select(references.Type) : [];
        return _members.Cells.FindKeptMark(kept.Type)!.Get.Over([.. arguments]);
    }

    // ldsfld before; brfalse deployed; ldsfld before; ldarg…; callvirt D::M; ret; deployed: nop
    // One who reads the field twice reads the same: it is set before the version is current, and not while anybody has the version.
    private IEnumerable<Instruction> AskBefore(MethodDefinition source, MethodDefinition target)
    {
        if (!_exports.TryGetValue(source, out var export))
            return [];
        var before = _chain.FindOrAdd(GeneratedCode.UserTypeOf(source.DeclaringType));
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

    private MethodDefinition DeclareDeployed(MethodDefinition source)
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
