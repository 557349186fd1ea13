using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Emission.Patching.Homes;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching.Trees;

/// <summary>Says which static methods of the patch stand in one body for members of deployed types that only the patch has, where expression trees name them.</summary>
internal sealed class TreeMembers(MethodDefinition source, ReferenceRewriter references, PatchUniverse universe, PatchedCode code)
{
    private readonly AddedMemberTokens _tokens = new(references);
    private readonly HashSet<(bool, string)> _reported = [];

    /// <summary>What stands for an instruction that belongs to a token met before; null for all others.</summary>
    public IReadOnlyList<Instruction>? Of(Instruction original) => _tokens.Of(original);

    /// <summary>What stands for the token of a method of a deployed type; null where it is deployed and named as it is.</summary>
    public IReadOnlyList<Instruction>? Token(Instruction original, MethodReference reference, MethodDefinition callee)
    {
        var isKnown = IsShortCircuit(original, reference, callee);
        if (!isKnown && universe.OldOf(callee) is not null)
            return null;
        isKnown = isKnown || (callee.IsConstructor
            ? _tokens.TryConstructor(original, () => Direct(code.Factory(callee), reference))
            : _tokens.TryMethod(original, callee, isDelegate => Direct(code.Homes.Of(callee, KindOf(callee, isDelegate)), reference)));
        Report(isKnown, EditDiagnostics.AddedMemberToken, ReadableName.Of(callee));
        return _tokens.Of(original) ?? [Instruction.Create(original.OpCode, Direct(code.StaticBody(callee), reference))];
    }

    /// <summary>What stands for the token of a field.</summary>
    public IReadOnlyList<Instruction> Token(Instruction original, FieldDefinition field, MethodReference getter, MethodReference setter)
    {
        Report(_tokens.TryField(original, getter, setter), EditDiagnostics.AddedFieldToken, ReadableName.Of(field));
        return _tokens.Of(original) ?? [Instruction.Create(OpCodes.Call, getter)];
    }

    /// <summary>
    /// What stands for a call of <c>Expression.New(Type)</c>, which looks for the constructor without parameters at the type; null where the type has that, and as it is.
    /// </summary>
    public IReadOnlyList<Instruction>? New(Instruction original, MethodReference reference)
    {
        if (reference is not { Name: "New", Parameters.Count: 1, DeclaringType.FullName: "System.Linq.Expressions.Expression" } || reference.Parameters[0].ParameterType.Name != "Type")
            return null;
        if (original.Previous is not { OpCode.Code: Code.Call, Previous: { OpCode.Code: Code.Ldtoken, Operand: TypeReference type } }
            || universe.Find(type.GetElementType()) is not { } definition
            || universe.WovenOf(definition) is null
            || definition.Methods.FirstOrDefault(static m => m is { IsConstructor: true, IsStatic: false, HasParameters: false }) is not { } constructor
            || (universe.OldOf(constructor) is not null && !universe.IsInlined(constructor)))
        {
            return null;
        }

        var made = _tokens.NewOfType(original, () => Direct(code.Factory(constructor), new MethodReference(constructor.Name, constructor.ReturnType, type)));
        Report(made is not null, EditDiagnostics.AddedMemberToken, ReadableName.Of(constructor));
        return made;
    }

    // && and || of a type's own look for its operators true and false, which it may have only in the patch.
    private bool IsShortCircuit(Instruction original, MethodReference reference, MethodDefinition callee)
    {
        if (callee.Name is not ("op_BitwiseAnd" or "op_BitwiseOr"))
            return false;
        var decide = callee.DeclaringType.Methods.Where(m => m.Name is "op_True" or "op_False" && TypeOf(m) == TypeOf(callee)).ToList();
        return decide.Count == 2
            && decide.Append(callee).Any(o => universe.OldOf(o) is null)
            && _tokens.TryShortCircuit(original, () => Named(callee, reference), name => Named(decide.First(o => o.Name == name), reference));
    }

    private static string TypeOf(MethodDefinition @operator) => @operator.Parameters[0].ParameterType.FullName;

    // An operator of the same type as the one that is referred to: the deployed one, or what stands for it.
    private MethodReference Named(MethodDefinition @operator, MethodReference beside)
    {
        if (universe.OldOf(@operator) is null)
            return Direct(code.Homes.Of(@operator), beside);
        var deployed = new MethodReference(@operator.Name, @operator.ReturnType, beside.DeclaringType);
        foreach (var parameter in @operator.Parameters)
            deployed.Parameters.Add(new ParameterDefinition(parameter.ParameterType));
        return references.Method(deployed);
    }

    private HomeKind KindOf(MethodDefinition callee, bool isDelegate) => universe.IsAsked(callee) ? HomeKind.Virtual : isDelegate ? DelegateHomes.KindOf(callee) : HomeKind.Plain;

    private MethodReference Direct(MethodReference body, MethodReference reference) => DirectReference.Of(body, reference, references);

    private void Report(bool isKnown, DiagnosticDescriptor otherwise, string member)
    {
        if (_reported.Add((isKnown, member)))
            code.Report(isKnown ? EditDiagnostics.AddedMemberInTree : otherwise, source, member);
    }
}
