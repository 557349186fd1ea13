using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Finds the added static fields whose value is more than an initialiser that stands alone, and the code that fills them.</summary>
internal sealed class FilledStatics(AssemblyMatch match)
{
    private readonly Dictionary<MethodDefinition, StaticFills?> _fills = [];

    /// <summary>What became of taking the code out of the static constructor; null where the field's initialiser says it all.</summary>
    public FillAttempt? Judge(FieldDefinition field, ClassConstructor constructor)
    {
        if (!_fills.TryGetValue(constructor.Method, out var fills))
            _fills.Add(constructor.Method, fills = FillsOf(constructor));
        var attempt = fills?.Find(field);
        // What only a method changes that the static constructor calls begins with its default, as it did before that was called.
        return attempt?.Obstacle is not null && !Fills(constructor, field) ? null : attempt;
    }

    /// <summary>The code that fills one field of a group alone; null where there is no group, or the code cannot be had.</summary>
    public StaticFill? Alone(FieldDefinition field, ClassConstructor constructor) => _fills[constructor.Method]?.Alone(field);

    private StaticFills? FillsOf(ClassConstructor constructor)
    {
        var added = FieldsOf(constructor.Method).Where(f => f.IsStatic && !f.HasConstant && match.OldOf(f) is null && match.OldOf(f.DeclaringType) is not null).Distinct().ToList();
        var filled = added.Where(f => Fills(constructor, f)).ToList();
        var calls = new OwnCalls(constructor.Method.DeclaringType);
        var changed = new HashSet<FieldDefinition>(constructor.Rest.SelectMany(calls.ChangedBy));
        filled.AddRange(added.Where(f => changed.Contains(f) && !filled.Contains(f)));
        // An initialiser of a row that reads such a field comes after it.
        for (var i = 0; i < filled.Count; i++)
            filled.AddRange(added.Where(f => !filled.Contains(f) && constructor.InitialiserOf(f)?.Instructions.Any(c => Names(c, filled[i])) == true));
        if (filled.Count == 0)
            return null;
        while (true)
        {
            var fills = new StaticFills(constructor.Method, added, filled);
            // What an initialiser makes in a variable may go on to others.
            if (added.FirstOrDefault(f => fills.Find(f) is null && constructor.InitialiserOf(f) is { } initialiser && fills.Share(initialiser.Instructions)) is not { } sharing)
                return fills;
            filled.Add(sharing);
        }
    }

    // How far a file's initialisation has come stands in the last of many stores.
    private static bool Fills(ClassConstructor constructor, FieldDefinition field) =>
        (StartupCode.IsProgress(field) && constructor.Rest.Any(i => Names(i, field))) || constructor.FillsElsewhere(field) || (constructor.InitialiserOf(field) is { } initialiser && IsPart(initialiser));

    // More than the one store; or it reads what is another value when the static constructor has run.
    private static bool IsPart(Initialiser initialiser)
    {
        var type = initialiser.Constructor.DeclaringType;
        var (code, last) = (initialiser.Instructions.ToList(), initialiser.Constructor.Body.Instructions[initialiser.Last]);
        var read = new HashSet<FieldDefinition>(code.Select(ValueOrigins.LoadedStatic).OfType<FieldDefinition>());
        if (!initialiser.StandsAlone || code.Any(i => i != last && ValueOrigins.StoredStatic(i, type) is { } stored && !read.Contains(stored)))
            return true;
        return read.Count > 0 && initialiser.Constructor.Body.Instructions.Skip(initialiser.Last + 1).Any(i => ValueOrigins.StoredStatic(i, type) is { } stored && read.Contains(stored));
    }

    // Those of the type; F# initialises those of all types of a file in one place.
    private static IEnumerable<FieldDefinition> FieldsOf(MethodDefinition constructor) =>
        constructor.DeclaringType.Fields.Concat(constructor.Body.Instructions.Where(static i => i.OpCode.Code is Code.Stsfld or Code.Ldsflda).Select(static i => ((FieldReference)i.Operand).Resolve()).Where(f => f is not null && f.Module == constructor.Module));

    private static bool Names(Instruction instruction, FieldDefinition field) =>
        NamedOperand.Names(instruction, field) || AutomaticProperties.LoadedBy(instruction) == field;
}
