using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Normalising.Excepting;

/// <summary>Finds what the rest of the new build needs of types that keep their deployed code.</summary>
internal sealed class ExceptedUses
{
    private readonly IReadOnlyList<AssemblyPair> _pairs;
    private readonly HashSet<TypeDefinition> _before;
    private readonly Dictionary<TypeDefinition, List<string>> _parents;
    private readonly Dictionary<string, (string Type, object? Value)> _constants = new(StringComparer.Ordinal);
    private readonly List<(MethodDefinition Method, MethodDefinition Slot)> _overrides = [];
    private readonly Dictionary<MemberReference, TypeDefinition> _ownerOf = [];
    private readonly HashSet<TypeDefinition> _gone = [];

    /// <summary>Remembers what the types are in the new build.</summary>
    /// <param name="pairs">The builds, before deployed definitions are put in.</param>
    /// <param name="roots">The types.</param>
    public ExceptedUses(IReadOnlyList<AssemblyPair> pairs, IEnumerable<TypeDefinition> roots)
    {
        _pairs = pairs;
        _before = [.. roots.SelectMany(WithNested)];
        _parents = _before.ToDictionary(static t => t, static t => ParentsOf(t).ToList());
        foreach (var type in _before)
        {
            foreach (var member in type.Methods.Cast<MemberReference>().Concat(type.Fields))
                _ownerOf[member] = type;
            foreach (var field in type.Fields.Where(static f => f.HasConstant))
                _constants[field.FullName] = (ReadableName.Describe(type), field.Constant);
        }

        foreach (var method in Rest().SelectMany(static t => t.Methods).Where(static m => m.IsVirtual && !m.IsNewSlot))
        {
            if (FindSlot(method) is { } slot)
                _overrides.Add((method, slot));
        }
    }

    /// <summary>Reports what is needed and is not there, once the types have their deployed definitions.</summary>
    public void Check(DiagnosticSink sink)
    {
        _gone.UnionWith(_before.Except(_pairs.SelectMany(static p => p.New.GetTypes())));
        foreach (var field in _before.SelectMany(static t => t.Fields).Where(static f => f.HasConstant))
        {
            if (_constants.TryGetValue(field.FullName, out var constant) && !Equals(constant.Value, field.Constant))
                sink.Report(ExceptDiagnostics.ExceptedConstantDiffers.At(constant.Type, null, constant.Type, field.Name));
        }

        foreach (var (method, slot) in _overrides)
        {
            if (slot.DeclaringType is null || !slot.IsVirtual)
                Report(sink, method, slot, _ownerOf[slot]);
        }

        foreach (var type in Rest())
            Check(type, sink);
    }

    private void Check(TypeDefinition type, DiagnosticSink sink)
    {
        var said = new HashSet<MemberReference>();
        var shape = TypesOf(type).SelectMany(TypeMentions.Named).Select(Defined).FirstOrDefault(t => t is not null && IsGone(t));
        if (shape is not null)
            Report(sink, type, shape, shape);
        foreach (var method in type.Methods)
        {
            foreach (var member in MembersIn(method))
            {
                if (FindLacking(member) is { } owner && said.Add(member))
                    Report(sink, method, member, owner);
            }

            foreach (var mentioned in MentionedIn(method))
            {
                if (IsGone(mentioned) && said.Add(mentioned))
                    Report(sink, method, mentioned, mentioned);
            }

            CheckParents(method, sink);
        }
    }

    // What is taken for what is not in the instructions, so a method that names both may do it.
    private void CheckParents(MethodDefinition method, DiagnosticSink sink)
    {
        HashSet<TypeDefinition>? mentioned = null;
        foreach (var type in _before.Where(t => !IsGone(t)))
        {
            var lost = _parents[type].Except(ParentsOf(type), StringComparer.Ordinal).ToList();
            if (lost.Count == 0)
                continue;
            mentioned ??= [.. MentionedIn(method)];
            if (mentioned.Contains(type) && mentioned.FirstOrDefault(m => lost.Contains(m.FullName, StringComparer.Ordinal)) is { } parent)
                sink.Report(ExceptDiagnostics.ExceptedBaseUsed.At(ReadableName.Describe(method), SymbolLocation.Find(method), ReadableName.Describe(method), ReadableName.Describe(type), ReadableName.Describe(parent)));
        }
    }

    private static void Report(DiagnosticSink sink, MemberReference user, MemberReference member, TypeDefinition owner)
    {
        var location = user is MethodDefinition method ? SymbolLocation.Find(method) : SymbolLocation.Find((TypeDefinition)user);
        sink.Report(ExceptDiagnostics.ExceptedMemberUsed.At(Describe(user), location, Describe(user), member.DeclaringType is null && member is not TypeReference ? $"{ReadableName.Describe(owner)}.{member.Name}" : Describe(member), ReadableName.Describe(owner)));
    }

    private static string Describe(MemberReference member) => member switch
    {
        MethodReference method => ReadableName.Describe(method),
        FieldReference field => ReadableName.Describe(field),
        _ => ReadableName.Describe((TypeReference)member),
    };

    // The type that the deployed definition does not have it in.
    private TypeDefinition? FindLacking(MemberReference member)
    {
        var element = member is GenericInstanceMethod instance ? instance.ElementMethod : member;
        if (_ownerOf.TryGetValue(element, out var owner))
            return element.DeclaringType is null ? owner : null;
        if (element.DeclaringType is null or ArrayType || Defined(element.DeclaringType.GetElementType()) is not { } type || !_before.Contains(type))
            return null;
        return element is MethodReference method ? method.Resolve() is null ? type : null : ((FieldReference)element).Resolve() is null ? type : null;
    }

    private List<TypeDefinition> Rest() => _pairs.SelectMany(static p => p.New.GetTypes()).Where(t => !_before.Contains(t) && !IsIn(t)).ToList();

    // Nested in one of them only as deployed.
    private bool IsIn(TypeDefinition type) => type.DeclaringType is { } outer && (_before.Contains(outer) || IsIn(outer));

    // Taken out of the type around it.
    private bool IsGone(TypeDefinition type) => _gone.Contains(type) || (_before.Contains(type) && type.DeclaringType is { } outer && IsGone(outer));

    private MethodDefinition? FindSlot(MethodDefinition method)
    {
        for (var type = method.DeclaringType.BaseType?.Resolve(); type is not null; type = type.BaseType?.Resolve())
        {
            if (_before.Contains(type) && type.Methods.FirstOrDefault(m => m.IsVirtual && m.Name == method.Name && m.Parameters.Count == method.Parameters.Count) is { } slot)
                return slot;
        }

        return null;
    }

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);

    private static IEnumerable<string> ParentsOf(TypeDefinition type)
    {
        foreach (var implemented in type.Interfaces)
            yield return implemented.InterfaceType.GetElementType().FullName;
        for (var parent = type.BaseType; parent is not null; parent = parent.Resolve()?.BaseType)
            yield return parent.GetElementType().FullName;
    }

    private static TypeDefinition? Defined(TypeReference type) => type as TypeDefinition ?? type.Resolve();

    private static IEnumerable<TypeReference> TypesOf(TypeDefinition type) =>
        type.Interfaces.Select(static i => i.InterfaceType).Concat(type.Fields.Select(static f => f.FieldType)).Concat(type.BaseType is { } parent ? [parent] : []);

    private static IEnumerable<MemberReference> MembersIn(MethodDefinition method) =>
        method.Overrides.Concat(method.HasBody ? method.Body.Instructions.Select(static i => i.Operand).OfType<MemberReference>().Where(static m => m is MethodReference or FieldReference) : []);

    private static IEnumerable<TypeDefinition> MentionedIn(MethodDefinition method)
    {
        var types = Signature(method);
        if (method.HasBody)
            types = types.Concat(method.Body.Variables.Select(static v => v.VariableType)).Concat(method.Body.Instructions.SelectMany(InOperand));
        return types.SelectMany(TypeMentions.Named).Select(Defined).OfType<TypeDefinition>().Distinct();
    }

    private static IEnumerable<TypeReference> InOperand(Instruction instruction) => instruction.Operand switch
    {
        GenericInstanceMethod instance => Signature(instance.ElementMethod).Append(instance.DeclaringType).Concat(instance.GenericArguments)
            .Concat(instance.ElementMethod.Resolve()?.GenericParameters.SelectMany(static p => p.Constraints).Select(static c => c.ConstraintType) ?? []),
        MethodReference method => method.DeclaringType is null ? Signature(method) : Signature(method).Append(method.DeclaringType),
        FieldReference field => field.DeclaringType is null ? [field.FieldType] : [field.FieldType, field.DeclaringType],
        TypeReference type => [type],
        _ => [],
    };

    private static IEnumerable<TypeReference> Signature(MethodReference method) => method.Parameters.Select(static p => p.ParameterType).Append(method.ReturnType);
}
