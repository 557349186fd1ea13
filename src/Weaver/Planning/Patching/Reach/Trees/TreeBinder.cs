using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Planning.Patching.Reach.Trees;

/// <summary>Binds members of deployed types that only the patch has, where the expression trees of one body name them.</summary>
internal sealed class TreeBinder(MethodDefinition source, PatchUniverse universe, IReachNeeds needs)
{
    private readonly TreeForms _forms = new();
    private readonly HashSet<(bool, string)> _noted = [];

    /// <summary>Whether an instruction belongs to a token met before.</summary>
    public bool IsTaken(Instruction original) => _forms.IsTaken(original);

    /// <summary>Binds the token of a method of a deployed type; null where it is deployed and named as it is.</summary>
    public Binding? BindMethod(Instruction original, MethodReference reference, MethodDefinition callee)
    {
        if (FindShortCircuit(original, callee) is { } shortCircuit)
        {
            NeedNamed(callee, reference);
            NeedNamed(shortCircuit.Decider!, reference);
            return Note(shortCircuit, EditDiagnostics.AddedMemberToken, ReadableName.Describe(callee));
        }

        if (universe.OldOf(callee) is not null)
            return null;
        var binding = callee.IsConstructor ? _forms.FindConstructor(original, callee) : _forms.FindMethod(original, callee);
        if (binding is not null)
            binding = binding with { Home = FindHomeKind(callee, binding.Form == TreeForm.Constant) };
        if (binding is null)
            needs.NeedBody(callee);
        else if (callee.IsConstructor)
            needs.NeedFactory(callee);
        else
            needs.NeedHome(callee, binding.Home);
        needs.NeedArgumentsOf(reference);
        return Note(binding, EditDiagnostics.AddedMemberToken, ReadableName.Describe(callee))
            ?? new MemberBinding(BindingKind.Body, callee) as Binding;
    }

    /// <summary>Binds the token of a field that is kept in a cell.</summary>
    public Binding BindField(Instruction original, FieldDefinition field) =>
        Note(_forms.FindField(original, field), EditDiagnostics.AddedFieldToken, ReadableName.Describe(field))
            ?? new MemberBinding(BindingKind.Cell, field) as Binding;

    /// <summary>
    /// Binds a call of <c>Expression.New(Type)</c>, which looks for the constructor without parameters at the type; null where the type has
    /// that, and as it is.
    /// </summary>
    public Binding? BindNew(Instruction original, MethodReference reference)
    {
        if (reference is not { Name: "New", Parameters.Count: 1, DeclaringType.FullName: "System.Linq.Expressions.Expression" }
            || reference.Parameters[0].ParameterType.Name != "Type")
            return null;
        if (original.Previous is not { OpCode.Code: Code.Call, Previous: { OpCode.Code: Code.Ldtoken, Operand: TypeReference type } }
            || universe.Find(type.GetElementType()) is not { } definition
            || universe.WovenOf(definition) is null
            || definition.Methods.FirstOrDefault(static m => m is { IsConstructor: true, IsStatic: false,
            HasParameters: false }) is not { } constructor
            || (universe.OldOf(constructor) is not null && !universe.IsInlined(constructor)))
        {
            return null;
        }

        var made = _forms.FindNewOfType(original, constructor);
        if (made is not null)
        {
            needs.NeedFactory(constructor);
            needs.NeedType(type);
        }

        return Note(made, EditDiagnostics.AddedMemberToken, ReadableName.Describe(constructor));
    }

    // && and || of a type's own look for its operators true and false, which it may have only in the patch.
    private TreeBinding? FindShortCircuit(Instruction original, MethodDefinition callee)
    {
        if (callee.Name is not ("op_BitwiseAnd" or "op_BitwiseOr"))
            return null;
        var deciders = callee.DeclaringType.Methods.Where(m => m.Name is "op_True" or "op_False" && TypeOf(m) == TypeOf(callee)).ToList();
        return deciders.Count == 2 && deciders.Append(callee).Any(o => universe.OldOf(o) is null)
            ? _forms.FindShortCircuit(original, callee, deciders) : null;
    }

    private static string TypeOf(MethodDefinition @operator) => @operator.Parameters[0].ParameterType.FullName;

    // An operator of the same type as the one that is referred to: the deployed one, or what stands for it.
    private void NeedNamed(MethodDefinition @operator, MethodReference beside)
    {
        if (universe.OldOf(@operator) is null)
        {
            needs.NeedHome(@operator, HomeKind.Plain);
            needs.NeedArgumentsOf(beside);
            return;
        }

        needs.NeedType(beside.DeclaringType);
        needs.NeedType(@operator.ReturnType);
        foreach (var parameter in @operator.Parameters)
            needs.NeedType(parameter.ParameterType);
    }

    private HomeKind FindHomeKind(MethodDefinition callee, bool isDelegate) =>
        universe.IsAsked(callee) ? HomeKind.Virtual : isDelegate ? ReachFacts.FindHomeKind(callee) : HomeKind.Plain;

    private TreeBinding? Note(TreeBinding? binding, DiagnosticDescriptor otherwise, string member)
    {
        if (_noted.Add((binding is not null, member)))
            needs.Note(binding is not null ? EditDiagnostics.AddedMemberInTree : otherwise, source, member);
        return binding;
    }
}
