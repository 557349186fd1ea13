using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching;
using HotWeave.Weaver.Planning.Patching.Reach;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Calls that a waiting loop makes to a method of its type without a stub: between patches, by name. Each version answers for the methods
/// that its loops call so; a loop of another version asks the version that its caller belongs to, and falls back on its own body.
/// </summary>
internal sealed class LateCalls
{
    private readonly PatchPlan _plan;
    private readonly ReachFacts _facts;
    private readonly StaticBodies _bodies;
    private readonly ReferenceRewriter _plain;
    private readonly Dictionary<MethodDefinition, MethodDefinition> _asking = [];

    public LateCalls(PatchPlan plan, ReachFacts facts, StaticBodies bodies, TypeImporter importer)
    {
        _plan = plan;
        _facts = facts;
        _bodies = bodies;
        _plain = new ReferenceRewriter(new TypeImporter(importer.Target), GenericMap.Empty);
    }

    /// <summary>Has a version answer for the methods of its type.</summary>
    public void Answer(ReplacedType type, TypeDefinition version) => Answer(version, _facts.FindLateTargets(type), _bodies.FindOrDeclare);

    /// <summary>Has the baseline answer for those that it has.</summary>
    public void AnswerDeployed(ReplacedType type, TypeDefinition baseline) =>
        Answer(baseline, [.. _facts.FindLateTargets(type).Where(m => _facts.Universe.OldOf(m) is not null)], Deployed);

    /// <summary>The method of the patch that asks, of the static shape of <paramref name="callee"/>.</summary>
    public MethodDefinition FindOrMake(MethodDefinition callee)
    {
        if (_asking.TryGetValue(callee, out var known))
            return known;
        var method = _bodies.DeclareHidden(callee, $"<{callee.Name}>late", out var references);
        _asking.Add(callee, method);
        EmitAsking(method, callee, references);
        return method;
    }

    // By name and signature, as every build spells it.
    private static string Key(MethodDefinition method) => method.FullName;

    //   protected override native int BodyByName(string)
    //   (ldarg.1; ldstr key; call String::op_Equality; brfalse next; ldftn body; ret; next:)… ldc.i4.0; conv.i; ret
    private static void Answer(TypeDefinition type, IReadOnlyList<MethodDefinition> methods, Func<MethodDefinition, MethodDefinition> bodyOf)
    {
        if (methods.Count == 0)
            return;
        var module = type.Module;
        var text = module.TypeSystem.String;
        var answer = new MethodDefinition("BodyByName", MethodAttributes.Family | MethodAttributes.HideBySig | MethodAttributes.Virtual, module.TypeSystem.IntPtr);
        answer.Parameters.Add(new ParameterDefinition("member", ParameterAttributes.None, text));
        type.Methods.Add(answer);
        var il = new ILWriter(answer.Body);
        foreach (var method in methods)
        {
            var next = Instruction.Create(OpCodes.Nop);
            il.Write(OpCodes.Ldarg_1);
            il.Write(OpCodes.Ldstr, Key(method));
            il.Write(OpCodes.Call, module.CoreMethod(text, "op_Equality", false, module.TypeSystem.Boolean, text, text));
            il.Write(OpCodes.Brfalse, next);
            il.Write(OpCodes.Ldftn, bodyOf(method));
            il.Write(OpCodes.Ret);
            il.Write(next);
        }

        il.Write(OpCodes.Ldc_I4_0);
        il.Write(OpCodes.Conv_I);
        il.Write(OpCodes.Ret);
    }

    // ldarg…; call T::M; ret
    private MethodDefinition Deployed(MethodDefinition callee)
    {
        var method = _bodies.DeclareHidden(callee, $"<{callee.Name}>deployed", out var references);
        DispatchSubclass.LoadArguments(method);
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Call, references.Method(callee)));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
        return method;
    }

    //   volatile. ldsfld D; stloc d; ldloc d; brfalse none
    //   ldloc d; ldstr key; call Dispatch::BodyOf; stloc body; ldloc body; brfalse own
    //   ldarg…; ldloc body; calli; ldloc d; call GC::KeepAlive; ret          the version must not be unloaded between the answer and the call
    //   none: (ldarg…; call T::M; ret)                                       the baseline's, where it has the method
    //   own: ldarg…; call body; ret
    private void EmitAsking(MethodDefinition method, MethodDefinition callee, ReferenceRewriter references)
    {
        var module = method.Module;
        var stub = _plan.Replaced.First(r => r.Type == callee.DeclaringType).Exports[0].Stub;
        var runtime = new TypeReference("HotWeave.Runtime", "Dispatch", module, RuntimeReferences.AssemblyOf(module));
        var version = new VariableDefinition(runtime);
        var body = new VariableDefinition(module.TypeSystem.IntPtr);
        method.Body.Variables.Add(version);
        method.Body.Variables.Add(body);
        method.Body.InitLocals = true;
        var il = new ILWriter(method.Body);
        var own = Instruction.Create(OpCodes.Nop);
        var none = Instruction.Create(OpCodes.Nop);
        il.Write(OpCodes.Volatile);
        il.Write(OpCodes.Ldsfld, _plain.Field(stub.Slot));
        il.Write(OpCodes.Stloc, version);
        il.Write(OpCodes.Ldloc, version);
        il.Write(OpCodes.Brfalse, none);
        il.Write(OpCodes.Ldloc, version);
        il.Write(OpCodes.Ldstr, Key(callee));
        il.Write(OpCodes.Call, module.CoreMethod(runtime, "BodyOf", true, module.TypeSystem.IntPtr, module.TypeSystem.String));
        il.Write(OpCodes.Stloc, body);
        il.Write(OpCodes.Ldloc, body);
        il.Write(OpCodes.Brfalse, own);
        DispatchSubclass.LoadArguments(method);
        il.Write(OpCodes.Ldloc, body);
        var site = new CallSite(method.ReturnType);
        foreach (var parameter in method.Parameters)
            site.Parameters.Add(new ParameterDefinition(parameter.ParameterType));
        il.Write(OpCodes.Calli, site);
        il.Write(OpCodes.Ldloc, version);
        il.Write(OpCodes.Call, module.CoreMethod(module.Core("System", "GC"), "KeepAlive", false, module.TypeSystem.Void, module.TypeSystem.Object));
        il.Write(OpCodes.Ret);
        il.Write(none);
        if (_facts.Universe.OldOf(callee) is not null)
        {
            DispatchSubclass.LoadArguments(method);
            il.Write(OpCodes.Call, references.Method(callee));
            il.Write(OpCodes.Ret);
        }

        il.Write(own);
        DispatchSubclass.LoadArguments(method);
        il.Write(OpCodes.Call, _bodies.FindOrDeclare(callee));
        il.Write(OpCodes.Ret);
    }
}
