using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach.Callers;
using HotWeave.Weaver.Planning.Patching.Reach.Trees;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>Binds the instructions of one body, in order; what is copied needs the types that it names.</summary>
internal sealed class BodyBinder
{
    private readonly ReachFacts _facts;
    private readonly IReachNeeds _needs;
    private readonly CallerBinder _callers;
    private readonly DynamicContexts _dynamic;
    private readonly ConstructorUses _constructors;
    private readonly TreeBinder _trees;
    private readonly CallBinder _calls;
    private readonly FieldBinder _fields;

    /// <param name="source">The method whose body it is.</param>
    /// <param name="facts">What is known of members.</param>
    /// <param name="needs">Hears what the body needs.</param>
    public BodyBinder(MethodDefinition source, ReachFacts facts, IReachNeeds needs)
    {
        _facts = facts;
        _needs = needs;
        _callers = new CallerBinder(source, facts.Universe, needs);
        _dynamic = new DynamicContexts(source, facts.Universe, needs);
        _constructors = new ConstructorUses(source, facts.Universe, needs);
        _trees = new TreeBinder(source, facts.Universe, needs);
        _calls = new CallBinder(source, facts, _callers, needs);
        _fields = new FieldBinder(source, facts, _trees, needs);
    }

    /// <summary>What stands for an instruction; null where it is copied, or where the binding of an earlier one says it.</summary>
    public Binding? Bind(Instruction original)
    {
        if (_trees.IsTaken(original))
            return null;
        var binding = _constructors.Bind(original) ?? BindAlone(original);
        if (binding is null)
            NeedOperand(original.Operand);
        return binding;
    }

    private Binding? BindAlone(Instruction original) => original.Operand switch
    {
        MethodReference method => BindMethod(original, method),
        FieldReference field => _fields.Bind(original, field),
        TypeReference when original.OpCode.Code == Code.Constrained
            && _calls.IsAnsweredHere(PrefixedInstruction.Find(original)!) => DroppedPrefix.Instance,
        TypeReference type => _callers.BindToken(original, type) ?? _dynamic.Bind(original, type),
        null or byte when original.OpCode.OpCodeType == OpCodeType.Prefix
            && _fields.DropsPrefixOf(PrefixedInstruction.Find(original)!) => DroppedPrefix.Instance,
        _ => null,
    };

    private Binding? BindMethod(Instruction original, MethodReference reference)
    {
        if (_facts.Universe.Find(reference) is not { } callee)
            return _callers.Bind(original, reference) ?? _trees.BindNew(original, reference);
        if (_facts.Universe.WovenOf(callee.DeclaringType) is null)
            return BindMoved(original, reference, callee);
        return original.OpCode.Code switch
        {
            Code.Call or Code.Callvirt => _calls.BindCall(original, reference, callee),
            Code.Newobj => _calls.BindNew(original, reference, callee),
            Code.Ldftn or Code.Ldvirtftn => _calls.BindAddress(original, reference, callee),
            _ => _trees.BindMethod(original, reference, callee) ?? _calls.BindDeployed(reference, callee),
        };
    }

    // Of types that move, delegates name the methods themselves, save local functions in closure classes; a lambda there is woven itself.
    private MemberBinding? BindMoved(Instruction original, MethodReference reference, MethodDefinition callee)
    {
        if (GeneratedCode.IsData(callee.DeclaringType))
        {
            _needs.NeedData(callee);
            _needs.NeedTypesOf(reference);
            return new MemberBinding(BindingKind.Data, callee);
        }

        if (original.OpCode.Code != Code.Ldftn || GeneratedCode.IsLambda(callee) || !GeneratedCode.IsLambdaOrLocalFunction(callee)
            || !_facts.IsMovedClosure(callee.DeclaringType))
            return null;
        _needs.NeedHome(callee, HomeKind.Plain);
        _needs.NeedArgumentsOf(reference);
        return new MemberBinding(BindingKind.Home, callee);
    }

    private void NeedOperand(object? operand)
    {
        if (operand is MethodReference method)
            _needs.NeedTypesOf(method);
        else if (operand is FieldReference field)
            _needs.NeedTypesOf(field);
        else if (operand is TypeReference type)
            _needs.NeedType(type);
        else if (operand is CallSite site)
            NeedSite(site);
    }

    private void NeedSite(CallSite site)
    {
        _needs.NeedType(site.ReturnType);
        foreach (var parameter in site.Parameters)
            _needs.NeedType(parameter.ParameterType);
    }
}
