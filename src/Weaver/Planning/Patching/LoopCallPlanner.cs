using HotWeave.Weaver.Analysis.Weaving;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching;

/// <summary>
/// Plans the calls that waiting loops of a new build make to their own type: through the stub of the deployed method where there is
/// one, else by name and signature, so that later versions are reached; a method that cannot be found so is bound to the patch's, which a
/// remark says.
/// </summary>
internal sealed class LoopCallPlanner(Func<MethodDefinition, bool> hasStub, Func<TypeDefinition, bool> isDeployed, DiagnosticSink sink)
{
    /// <summary>The calls that go through a stub.</summary>
    public List<LocalCall> Qualified { get; } = [];

    /// <summary>The calls of methods without one that find their version by name.</summary>
    public List<LocalCall> Late { get; } = [];

    /// <summary>The bodies with loops whose runs are counted, and what people call the methods that have these.</summary>
    public Dictionary<MethodDefinition, string> Bodies { get; } = [];

    /// <summary>Looks at the loops of a type that gets a new version.</summary>
    public void Look(ReplacedType type)
    {
        if (BaselineMark.Read(type.Module.Woven.Assembly) is { } mark && !WeaveSettings.Parse(mark.Settings).WaitingLoops)
            return;
        var loops = LoopCalls.Find([SwappableTypes.Around(type.Type)]);
        foreach (var call in loops.Qualified)
        {
            if (hasStub(call.Target))
                Qualified.Add(call);
            else if (IsFound(call.Target, type.Type) && !IsAutomatic(call.Target))
                Late.Add(call);
        }

        foreach (var loop in loops.FindLoops(type.Type))
        {
            Bodies[loop.Body] = ReadableName.Describe(loop.Method);
            foreach (var target in loop.Calls.Where(t => !hasStub(t) && !IsFound(t, type.Type) && !IsAutomatic(t)))
                Say(loop.IsWaiting ? EditDiagnostics.LoopKeepsCallee : EditDiagnostics.OpenLoopKeepsCallee, loop.Method, target);
        }
    }

    private void Say(DiagnosticDescriptor descriptor, MethodDefinition method, MethodDefinition callee)
    {
        var name = ReadableName.Describe(method);
        sink.Report(descriptor.At(name, SymbolLocation.Find(method), name, ReadableName.Describe(callee)));
    }

    // Of a property without code there is nothing to look up.
    private static bool IsAutomatic(MethodDefinition target) =>
        target is { IsGetter: true } or { IsSetter: true } && target.CustomAttributes.Any(static a => a.AttributeType.Name == "CompilerGeneratedAttribute");

    // Versions know each other by names and types that all of them have: not what the compiler named, nor types that only the patch has.
    // An answer is an address, which a generic method does not have.
    private bool IsFound(MethodDefinition target, TypeDefinition type) =>
        target.DeclaringType == type && !type.HasGenericParameters && !target.HasGenericParameters && !GeneratedCode.IsGenerated(target)
        && TypeMentions.In(target).All(isDeployed);
}
