using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Where the objects come from that a value of a method may be or lead to: from the instruction that made or got them, from a variable whose address it is, from a static field. What
/// can be got from an object counts as part of it.
/// </summary>
/// <param name="flow">The method.</param>
/// <param name="stack">What instructions take.</param>
/// <param name="isOpen">Whether what the method stores into a static field is what the field has.</param>
internal sealed class ValueOrigins(MethodFlow flow, StackFlow stack, Func<FieldDefinition, bool> isOpen)
{
    private readonly Dictionary<int, HashSet<object>> _known = [];
    private readonly Dictionary<int, IReadOnlyList<int>> _definitions = [];
    private ILookup<FieldDefinition, int>? _stores;

    /// <summary>The origins of the value that an instruction puts on the stack: indexes of instructions, variables, static fields.</summary>
    public HashSet<object> FindOrigins(int index)
    {
        if (_known.TryGetValue(index, out var found))
            return found;
        found = [];
        var seen = new HashSet<Way>();
        var work = new Stack<Way>();
        work.Push(new Way(index, IsElement: false, IsGiven: false));
        while (work.Count > 0)
        {
            var way = work.Pop();
            if (!seen.Add(way) || (TypeOf(way.Index) is { } type && UnchangingTypes.Describes(type)))
                continue;
            if (OriginAt(way.Index) is { } origin && (!way.IsGiven || origin is not FieldDefinition field || isOpen(field)))
                found.Add(origin);
            foreach (var source in SourcesOf(way))
                work.Push(source);
        }

        _known.Add(index, found);
        return found;
    }

    /// <summary>The origins of all values that an instruction may find in one place of the stack.</summary>
    public IEnumerable<object> OfAll(IEnumerable<int> producers) => producers.SelectMany(FindOrigins);

    /// <summary>The stores that may have put the value into a variable which an instruction loads.</summary>
    public IReadOnlyList<int> Definitions(int index)
    {
        if (_definitions.TryGetValue(index, out var known))
            return known;
        var variable = VariableOf(flow.Code[index]);
        var (found, seen, work) = (new List<int>(), new HashSet<int>(), new Stack<int>(flow.Before(index)));
        while (work.Count > 0)
        {
            var i = work.Pop();
            if (!seen.Add(i))
                continue;
            if (IsStore(flow.Code[i]) && VariableOf(flow.Code[i]) == variable)
            {
                found.Add(i);
                continue;
            }

            foreach (var before in flow.Before(i))
                work.Push(before);
        }

        _definitions.Add(index, found);
        return found;
    }

    public static bool IsStore(Instruction instruction) => instruction.OpCode.Name.StartsWith("stloc", StringComparison.Ordinal);

    public static bool IsLoad(Instruction instruction) => instruction.OpCode.Name.StartsWith("ldloc", StringComparison.Ordinal);

    public static bool IsAddress(Instruction instruction) => instruction.OpCode.Code is Code.Ldloca or Code.Ldloca_S;

    public VariableDefinition? VariableOf(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Ldloc_0 or Code.Stloc_0 => flow.Method.Body.Variables[0],
        Code.Ldloc_1 or Code.Stloc_1 => flow.Method.Body.Variables[1],
        Code.Ldloc_2 or Code.Stloc_2 => flow.Method.Body.Variables[2],
        Code.Ldloc_3 or Code.Stloc_3 => flow.Method.Body.Variables[3],
        _ => instruction.Operand as VariableDefinition,
    };

    /// <summary>The static field that an instruction loads, or whose address it loads; null for others, and for what compilers keep for themselves.</summary>
    public static FieldDefinition? LoadedStatic(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Ldsfld or Code.Ldsflda => instruction.Operand is FieldReference reference && reference.Resolve() is { } field && !IsOfCompiler(field) ? field : null,
        Code.Call => AutomaticProperties.LoadedBy(instruction),
        _ => null,
    };

    /// <summary>The static field that an instruction stores into.</summary>
    public static FieldDefinition? StoredStatic(Instruction instruction, TypeDefinition type) => instruction.OpCode.Code switch
    {
        Code.Stsfld => instruction.Operand is FieldReference reference && reference.Resolve() is { } field && !IsOfCompiler(field) ? field : null,
        Code.Call => AutomaticProperties.StoredBy(instruction, type) is { IsStatic: true } field ? field : null,
        _ => null,
    };

    private static bool IsOfCompiler(FieldDefinition field) =>
        GeneratedCode.IsGenerated(field.DeclaringType) || GeneratedCode.IsData(field.DeclaringType);

    private object? OriginAt(int index)
    {
        var instruction = flow.Code[index];
        return instruction.OpCode.Code switch
        {
            Code.Call when LoadedStatic(instruction) is { } field => field,
            Code.Newobj or Code.Newarr or Code.Call or Code.Callvirt or Code.Calli => index,
            Code.Ldloca or Code.Ldloca_S => VariableOf(instruction),
            Code.Ldsfld or Code.Ldsflda => LoadedStatic(instruction),
            _ => null,
        };
    }

    // The values that the value may be, or be a part of, or have as a part.
    private IEnumerable<Way> SourcesOf(Way way)
    {
        var (index, instruction) = (way.Index, flow.Code[way.Index]);
        switch (instruction.OpCode.Code)
        {
            case Code.Dup or Code.Castclass or Code.Isinst or Code.Box or Code.Unbox or Code.Unbox_Any or Code.Ldfld or Code.Ldflda or Code.Ldelema or Code.Ldelem_Ref or Code.Ldelem_Any
                or Code.Ldobj or Code.Ldind_Ref:
                return stack.Inputs(index)[0].Select(way.To);
            case Code.Ldloc or Code.Ldloc_S or Code.Ldloc_0 or Code.Ldloc_1 or Code.Ldloc_2 or Code.Ldloc_3 or Code.Ldloca or Code.Ldloca_S:
                return Definitions(index).SelectMany(d => stack.Inputs(d)[0]).Select(way.To);
            case Code.Ldsfld or Code.Ldsflda or Code.Call when LoadedStatic(instruction) is { } field:
                return !isOpen(field) ? [] : StoresOf(field).SelectMany(s => stack.Inputs(s)[0]).Select(way.To);
            case Code.Call or Code.Callvirt or Code.Newobj:
                return SourcesOfCall(way, (MethodReference)instruction.Operand);
            default:
                return [];
        }
    }

    // What an object has may be a part of it, and elements are parts of what is enumerated, though the enumerator is not. What a method was given may be a part of what it makes.
    private IEnumerable<Way> SourcesOfCall(Way way, MethodReference method)
    {
        if (IsCopy(method) || (method.Name == "GetEnumerator" && !way.IsElement))
            return [];
        var from = method.Name == "get_Current" ? way with { IsElement = true } : way;
        var receivers = method.HasThis && flow.Code[way.Index].OpCode.Code != Code.Newobj ? 1 : 0;
        return stack.Inputs(way.Index).SelectMany((slot, place) => slot.Select(p => place < receivers ? from.To(p) : from.To(p) with { IsGiven = true }));
    }

    // New objects of the framework that have the elements of others, but not the others.
    private static bool IsCopy(MethodReference method) =>
        method.Name.StartsWith("To", StringComparison.Ordinal) || method.Name is "Clone" or "GetRange"
        || (method.Name == ".ctor" && method.DeclaringType.Namespace.StartsWith("System.Collections", StringComparison.Ordinal) && !method.DeclaringType.Namespace.EndsWith("ObjectModel", StringComparison.Ordinal));

    private IEnumerable<int> StoresOf(FieldDefinition field) =>
        (_stores ??= Enumerable.Range(0, flow.Code.Count).Select(i => (Index: i, Field: StoredStatic(flow.Code[i], flow.Method.DeclaringType))).Where(static s => s.Field is not null)
            .ToLookup(static s => s.Field!, static s => s.Index))[field];

    private TypeReference? TypeOf(int index)
    {
        var instruction = flow.Code[index];
        return instruction.OpCode.Code switch
        {
            Code.Newobj => ((MethodReference)instruction.Operand).DeclaringType,
            Code.Call or Code.Callvirt => ((MethodReference)instruction.Operand).ReturnType,
            Code.Ldsfld or Code.Ldfld => ((FieldReference)instruction.Operand).FieldType,
            Code.Ldelem_Any or Code.Ldobj or Code.Unbox_Any => (TypeReference)instruction.Operand,
            _ => IsLoad(instruction) ? VariableOf(instruction)!.VariableType : null,
        };
    }

    // IsElement: through an enumerator to what it enumerates. IsGiven: to what a method was given.
    private readonly record struct Way(int Index, bool IsElement, bool IsGiven)
    {
        public Way To(int index) => this with { Index = index };
    }
}
