using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Slots;

/// <summary>
/// Finds uses of added interfaces that no cast decides: generic constraints and questions about types, which the runtime answers from the method table alone. What only the
/// patch has does without such a constraint: its code asks the objects, and they answer.
/// </summary>
internal sealed class CastUses(DeployedSlots slots, DiagnosticSink sink)
{
    private readonly Dictionary<GenericParameter, List<GenericParameterConstraint>> _waived = [];

    /// <summary>The constraints that the patch's generic methods and types do without.</summary>
    public IReadOnlyDictionary<GenericParameter, List<GenericParameterConstraint>> Waived => _waived;

    /// <summary>Reports each use in the new builds that cannot be served.</summary>
    public void Check(IReadOnlyList<(TypeDefinition Type, TypeReference Interface)> added, IReadOnlyList<TypeDefinition> types)
    {
        if (added.Count == 0)
            return;
        foreach (var method in types.SelectMany(static t => t.Methods).Where(static m => m.HasBody))
        {
            foreach (var instruction in method.Body.Instructions)
            {
                if (instruction.Operand is not MemberReference member)
                    continue;
                foreach (var (type, @interface) in Asked(added, method, member).Concat(Constrained(member, (a, c) => added.Where(g => IsOrDerives(a, g.Type) && IsOf(c, g.Interface)))).Take(1))
                    Report(method, instruction, @interface, ReadableName.Describe(type));
            }
        }
    }

    private static IEnumerable<(TypeDefinition Type, TypeReference Interface)> Asked(
        IReadOnlyList<(TypeDefinition Type, TypeReference Interface)> added, MethodDefinition method, MemberReference member) =>
        member is MethodReference { DeclaringType.FullName: "System.Type", Name: "IsAssignableFrom" or "IsAssignableTo" or "GetInterfaces" or "GetInterface" or "GetInterfaceMap" }
            ? added.Where(a => method.Body.Instructions.Any(i => i.OpCode.Code == Code.Ldtoken && i.Operand is TypeReference type && (IsOf(type, a.Interface) || IsOf(type, a.Type))))
            : [];

    // The uses whose constraint cannot be waived, with what `lacks` says of argument and constraint.
    private IEnumerable<T> Constrained<T>(MemberReference member, Func<TypeReference, TypeReference, IEnumerable<T>> lacks)
    {
        foreach (var (parameter, argument) in GenericArguments.FindIn(member))
        {
            foreach (var constraint in parameter.Constraints.ToList())
            {
                foreach (var found in lacks(argument, constraint.ConstraintType).Take(1).Where(_ => !Waive(parameter, constraint)))
                    yield return found;
            }
        }
    }

    private bool Waive(GenericParameter parameter, GenericParameterConstraint constraint)
    {
        if (!IsOfPatchOnly(parameter.Owner))
            return false;
        if (!_waived.TryGetValue(parameter, out var waived))
            _waived.Add(parameter, waived = []);
        if (waived.Contains(constraint))
            return true;
        waived.Add(constraint);

        // Whatever it hands its parameter on to asks for no more.
        foreach (var method in (parameter.Owner is MethodDefinition own ? [own] : ((TypeDefinition)parameter.Owner).Methods).Where(static m => m.HasBody))
        {
            foreach (var instruction in method.Body.Instructions)
            {
                if (instruction.Operand is MemberReference member && Constrained(member, (a, c) => a == parameter && IsOf(c, constraint.ConstraintType) ? [c] : Array.Empty<TypeReference>()).FirstOrDefault() is { } asked)
                    Report(method, instruction, asked, parameter.Name);
            }
        }

        return true;
    }

    // An override has the constraints of what it overrides.
    private bool IsOfPatchOnly(IGenericParameterProvider owner) => owner switch
    {
        MethodDefinition method => !method.IsVirtual && IsOwn(method.DeclaringType) && slots.OldOf(method) is null,
        TypeDefinition type => IsOwn(type) && slots.OldOf(type) is null,
        _ => false,
    };

    private bool IsOwn(TypeDefinition type) => slots.New.Own(type) == type;

    private bool IsOrDerives(TypeReference argument, TypeDefinition type) =>
        argument is not GenericParameter and not ArrayType && slots.New.Own(argument) is { } own && (own == type || slots.New.BasesOf(own).Any(b => b.Type == type));

    private static bool IsOf(TypeReference type, TypeReference other) => type.GetElementType().FullName == other.GetElementType().FullName;

    private void Report(MethodDefinition method, Instruction instruction, TypeReference @interface, string type) =>
        sink.Report(EditDiagnostics.AddedInterfaceAsked.At(ReadableName.Describe(method), Line(method, instruction), ReadableName.Describe(method), @interface.FullName, type));

    private static SourceLocation? Line(MethodDefinition method, Instruction instruction)
    {
        var point = method.DebugInformation.SequencePoints.LastOrDefault(p => !p.IsHidden && p.Offset <= instruction.Offset);
        return point is null ? SymbolLocation.Find(method) : new SourceLocation(point.Document.Url, point.StartLine, point.StartColumn);
    }
}
