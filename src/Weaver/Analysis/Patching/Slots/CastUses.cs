using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Slots;

/// <summary>
/// Finds uses of added interfaces that no cast decides: generic constraints and questions about types, which the runtime answers from the method table alone.
/// </summary>
internal sealed class CastUses(VirtualMethods methods, DiagnosticSink sink)
{
    /// <summary>Reports each such use in the new builds.</summary>
    public void Check(IReadOnlyList<(TypeDefinition Type, TypeReference Interface)> added, IReadOnlyList<TypeDefinition> types)
    {
        if (added.Count == 0)
            return;
        foreach (var method in types.SelectMany(static t => t.Methods).Where(static m => m.HasBody))
        {
            foreach (var instruction in method.Body.Instructions)
            {
                if (instruction.Operand is MemberReference member && Misused(added, method, member) is { } found)
                    sink.Report(EditDiagnostics.AddedInterfaceAsked.At(ReadableName.Of(method), Line(method, instruction), ReadableName.Of(method), found.Interface.FullName, ReadableName.Of(found.Type)));
            }
        }
    }

    private (TypeDefinition Type, TypeReference Interface)? Misused(IReadOnlyList<(TypeDefinition Type, TypeReference Interface)> added, MethodDefinition method, MemberReference member)
    {
        if (member is MethodReference { DeclaringType.FullName: "System.Type", Name: "IsAssignableFrom" or "IsAssignableTo" or "GetInterfaces" or "GetInterface" or "GetInterfaceMap" })
        {
            return added.Where(a => method.Body.Instructions.Any(i => i.OpCode.Code == Code.Ldtoken && i.Operand is TypeReference type && (IsOf(type, a.Interface) || IsOf(type, a.Type))))
                .Select(static a => ((TypeDefinition, TypeReference)?)a).FirstOrDefault();
        }

        foreach (var (parameters, arguments) in Instances(member))
        {
            for (var i = 0; i < arguments.Count && i < parameters.Count; i++)
            {
                foreach (var a in added.Where(a => IsOrDerives(arguments[i], a.Type) && parameters[i].Constraints.Any(c => IsOf(c.ConstraintType, a.Interface))))
                    return a;
            }
        }

        return null;
    }

    private static IEnumerable<(IList<GenericParameter> Parameters, IList<TypeReference> Arguments)> Instances(MemberReference member)
    {
        if (member is GenericInstanceMethod method && method.ElementMethod.Resolve() is { } definition)
            yield return (definition.GenericParameters, method.GenericArguments);
        if ((member as GenericInstanceType ?? member.DeclaringType as GenericInstanceType) is { } type && type.ElementType.Resolve() is { } declaring)
            yield return (declaring.GenericParameters, type.GenericArguments);
    }

    private bool IsOrDerives(TypeReference argument, TypeDefinition type) =>
        argument is not GenericParameter and not ArrayType && methods.Own(argument) is { } own && (own == type || methods.BasesOf(own).Any(b => b.Type == type));

    private static bool IsOf(TypeReference type, TypeReference other) => type.GetElementType().FullName == other.GetElementType().FullName;

    private static SourceLocation? Line(MethodDefinition method, Instruction instruction)
    {
        var point = method.DebugInformation.SequencePoints.LastOrDefault(p => !p.IsHidden && p.Offset <= instruction.Offset);
        return point is null ? SymbolLocation.Of(method) : new SourceLocation(point.Document.Url, point.StartLine, point.StartColumn);
    }
}
