using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Takes the code that fills added static fields out of a static constructor, by groups of fields: those that share an object, or code that does more than to compute, are filled in one
/// run.
/// </summary>
internal sealed class StaticFills
{
    private readonly ConstructorFlow _code;
    private readonly IReadOnlyList<FieldDefinition> _added;
    private readonly List<Group> _groups = [];

    /// <param name="constructor">The static constructor of the new build.</param>
    /// <param name="added">All fields that the new build adds and that the constructor may fill.</param>
    /// <param name="filled">Those of them whose value is not one initialiser that stands alone.</param>
    public StaticFills(MethodDefinition constructor, IReadOnlyList<FieldDefinition> added, IEnumerable<FieldDefinition> filled)
    {
        _added = added;
        _code = new ConstructorFlow(constructor, added);
        foreach (var field in filled)
            Add([field]);
        while (Inseparable() is var (one, other))
            Add([.. one.Fields, .. other.Fields]);
        foreach (var group in _groups.Where(static g => g.Fill is not null))
            group.Fill!.Place = PlaceOf(group);
    }

    /// <summary>What became of a field; null where the constructor does not fill it.</summary>
    public FillAttempt? Find(FieldDefinition field) => _groups.FirstOrDefault(g => g.Fields.Contains(field))?.Attempt;

    /// <summary>The code that fills one field of a group while the others have their values; null where there is no group, or the code cannot be had.</summary>
    public StaticFill? Alone(FieldDefinition field) => Find(field)?.Fill?.Fields.Count > 1 ? Try([field]).Fill : null;

    /// <summary>Whether code that fills fields does something that these instructions do.</summary>
    public bool Share(IEnumerable<Instruction> instructions) => instructions.Any(i => _groups.Any(g => g.Done.Contains(i)));

    // Whatever must go along is taken in, until nothing is missing.
    private void Add(HashSet<FieldDefinition> fields)
    {
        while (true)
        {
            foreach (var group in _groups.Where(g => g.Fields.Overlaps(fields)).ToList())
            {
                fields.UnionWith(group.Fields);
                _groups.Remove(group);
            }

            var attempt = Try(fields);
            if (attempt.With.Count == 0)
            {
                _groups.Add(new Group(fields, attempt));
                return;
            }

            fields.UnionWith(attempt.With);
        }
    }

    private FillAttempt Try(HashSet<FieldDefinition> fields)
    {
        var slice = new FillSlice(_code, fields);
        slice.Grow();
        FillJudge.Check(slice, _code, fields);
        if (slice.Obstacle is { } obstacle)
            return FillAttempt.Refused(obstacle);
        if (slice.With.Count > 0)
            return FillAttempt.Together(slice.With);
        return FillAttempt.Done(FillOf(slice, [.. _added.Where(fields.Contains)], _code));
    }

    private static StaticFill FillOf(FillSlice slice, IReadOnlyList<FieldDefinition> fields, ConstructorFlow code)
    {
        var flow = code.Flow;
        var fill = new StaticFill(flow.Method, fields, [.. slice.Needed.Select(i => flow.Code[i])])
        {
            Place = slice.Needed.DefaultIfEmpty(0).Max(),
        };
        for (var i = 0; i < flow.Code.Count; i++)
        {
            if (slice.Contains(i))
                continue;
            fill.Pops.Add(flow.Code[i], code.Stack.Inputs(i).Count(s => s.Any(slice.Contains)));
            if (flow.Next(i).Count > 1 && code.Control.MeetingOf(i) is { } meeting)
                fill.Jumps.Add(flow.Code[i], meeting == flow.Exit ? null : flow.Code[meeting]);
        }

        return fill;
    }

    private (Group One, Group Other)? Inseparable()
    {
        foreach (var one in _groups.Where(static g => g.Fill is not null))
        {
            foreach (var other in _groups.Where(g => g != one && g.Fill is not null))
            {
                if (one.Done.Overlaps(other.Done) || (one.Read.Overlaps(other.Fields) && NeedsBefore(other, one, [])))
                    return (one, other);
            }
        }

        return null;
    }

    // What reads a field comes after what fills it, wherever other fields of the same run stand.
    private int PlaceOf(Group group) =>
        group.Place ??= Math.Max(group.Fill!.Place, NeededBy(group).Select(g => PlaceOf(g) + 1).DefaultIfEmpty(0).Max());

    private bool NeedsBefore(Group group, Group other, HashSet<Group> seen) => NeededBy(group).Any(g => g == other || (seen.Add(g) && NeedsBefore(g, other, seen)));

    private IEnumerable<Group> NeededBy(Group group) => _groups.Where(g => g != group && g.Fill is not null && group.Read.Overlaps(g.Fields));

    // What is noticed when it happens twice, or makes two where there should be one.
    private static bool IsDone(Instruction instruction) => instruction.OpCode.Code is Code.Newobj or Code.Newarr or Code.Call or Code.Callvirt or Code.Calli && InitialiserEffects.CanBeNoticed(instruction);

    private sealed class Group(HashSet<FieldDefinition> fields, FillAttempt attempt)
    {
        public HashSet<FieldDefinition> Fields { get; } = fields;

        public FillAttempt Attempt { get; } = attempt;

        public StaticFill? Fill => Attempt.Fill;

        public HashSet<FieldDefinition> Read { get; } = [.. attempt.Fill?.Instructions.Select(ValueOrigins.LoadedStatic).OfType<FieldDefinition>() ?? []];

        public HashSet<Instruction> Done { get; } = [.. attempt.Fill?.Instructions.Where(IsDone) ?? []];

        public int? Place { get; set; }
    }
}
