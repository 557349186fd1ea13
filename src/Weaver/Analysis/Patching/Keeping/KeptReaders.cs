using HotWeave.Weaver.Analysis.Patching.Staying;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Keeping;

/// <summary>
/// Looks for code that may read the new fields of a type on an object that was made before. The type's own methods that are deployed ask
/// the object first, and leave one that
/// exists to the deployed code; so whoever reads must be one of these, or be called by them on the same object.
/// </summary>
/// <param name="type">The type in the new build.</param>
/// <param name="match">The assembly.</param>
/// <param name="matches">All assemblies of the patch.</param>
/// <param name="calls">Who names whom in the new builds.</param>
/// <param name="hasStub">Whether a deployed method has a stub.</param>
internal sealed class KeptReaders(
    TypeDefinition type, AssemblyMatch match, IReadOnlyList<AssemblyMatch> matches, CallGraph calls, Func<MethodDefinition, bool> hasStub)
{
    private readonly Dictionary<MethodDefinition, OwnObject> _objects = [];
    private readonly HashSet<MethodDefinition> _met = [];
    private readonly Queue<MethodDefinition> _work = new();
    private string? _obstacle;

    /// <summary>The lambdas of which delegates may exist, and whose closures lead to the object: they ask it, as methods do.</summary>
    public IEnumerable<KeptLambda> FindLambdas()
    {
        var lambdas = ClosuresIn(type).SelectMany(static t => t.Methods).Where(static m => m is { IsStatic: false, HasBody: true });
        foreach (var lambda in lambdas)
        {
            if (match.OldOf(lambda) is { } deployed && FindWay(lambda, deployed) is { } way)
                yield return new KeptLambda(lambda, way);
        }
    }

    /// <summary>Who may read one of the fields on an object that has none, as part of a sentence; null where nobody does.</summary>
    public string? FindObstacle(IReadOnlyList<FieldDefinition> fields)
    {
        foreach (var field in fields)
        {
            foreach (var use in FieldUses.FindNew(field, matches))
                CheckUse(use, field);
        }

        foreach (var (accessor, field) in Accessors().Where(a => fields.Contains(a.Field)))
            Refuse($"{ReadableName.Describe(accessor)} reaches {field.Name} of any object");
        while (_work.Count > 0 && _obstacle is null)
            CheckCallers(_work.Dequeue());
        return _obstacle;
    }

    // [UnsafeAccessor]: the runtime makes the access.
    private IEnumerable<(MethodDefinition Accessor, FieldDefinition Field)> Accessors()
    {
        var modules = matches.Select(static m => m.Pair.New).Where(static m => m.TryGetTypeReference(AccessorMark.Attribute, out _));
        foreach (var module in modules)
        {
            foreach (var method in module.GetTypes().SelectMany(static t => t.Methods))
            {
                if (AccessorMark.Read(method) is { Owner: { } owner } mark && owner.GetElementType().FullName == type.FullName
                    && mark.FindIn(type, method) is FieldDefinition field)
                    yield return (method, field);
            }
        }
    }

    private void CheckUse(FieldUse use, FieldDefinition field)
    {
        foreach (var instruction in use.Code.Where(static i => i.OpCode.Code != Code.Stfld))
        {
            if (instruction.OpCode.Code is not (Code.Ldfld or Code.Ldflda))
                Refuse($"{ReadableName.Describe(match.NewKeys.RootOf(use.Body))} names {field.Name} by its token");
            else
                CheckPlace(use.Body, instruction, $"reads {field.Name}");
        }
    }

    // What only the patch has is entered from where it is named.
    private void CheckCallers(MethodDefinition added)
    {
        if (added.IsVirtual)
            Refuse($"{ReadableName.Describe(added)} is new, virtual and reads what only constructors know");
        foreach (var body in calls.BodiesThatName(added))
        {
            if (AccessorMark.Read(body) is not null)
            {
                Refuse($"{ReadableName.Describe(body)} reaches {ReadableName.Describe(added)}, which reads it, of any object");
                continue;
            }

            foreach (var instruction in body.Body.Instructions.Where(i => NamedOperand.Names(i, added)))
            {
                if (instruction.OpCode.Code is Code.Call or Code.Callvirt or Code.Ldftn)
                    CheckPlace(body, instruction, $"calls {ReadableName.Describe(added)}, which reads it,");
                else
                    Refuse($"{ReadableName.Describe(body)} names {ReadableName.Describe(added)} by its token");
            }
        }
    }

    private void CheckPlace(MethodDefinition body, Instruction instruction, string does)
    {
        var method = Activation.Find(body);
        var owner = body.DeclaringType == type ? body : method;
        if (GeneratedCode.UserTypeOf(body.DeclaringType) != type || owner.IsStatic || !ObjectOf(body).Receives(instruction))
        {
            Refuse($"{ReadableName.Describe(RootOf(body))} {does} of an object that may have been made before");
            return;
        }

        if (owner.DeclaringType == type)
            Enter(owner);
        else if (match.OldOf(owner) is not { } deployed)
            Enter(match.NewKeys.RootOf(owner));
        else if (FindWay(owner, deployed) is null)
        {
            var root = ReadableName.Describe(RootOf(body));
            Refuse($"a delegate that may have been made before runs code of {root} that {does} of its object");
        }
    }

    // A delegate that exists has the deployed closure, which must lead to the object too.
    private IReadOnlyList<FieldDefinition>? FindWay(MethodDefinition lambda, MethodDefinition deployed) =>
        hasStub(deployed) && CapturedObject.FindWay(lambda.DeclaringType, type) is { } way && way.All(f => match.OldOf(f) is not null)
            ? way
            : null;

    private static IEnumerable<TypeDefinition> ClosuresIn(TypeDefinition type) =>
        type.NestedTypes.Where(static t => GeneratedCode.IsGenerated(t) && !GeneratedCode.IsStateMachine(t))
            .SelectMany(t => ClosuresIn(t).Prepend(t));

    // Constructors work on new objects, and deployed methods ask first.
    private void Enter(MethodDefinition method)
    {
        if (method.IsConstructor || (match.OldOf(method) is { HasBody: true, IsStatic: false } && method.DeclaringType == type))
            return;
        if (method.IsStatic || method.DeclaringType != type)
            Refuse($"{ReadableName.Describe(method)} captures an object that may have been made before");
        else if (_met.Add(method))
            _work.Enqueue(method);
    }

    private MethodDefinition RootOf(MethodDefinition body) =>
        (matches.FirstOrDefault(m => m.Pair.New == body.Module) ?? match).NewKeys.RootOf(body);

    private OwnObject ObjectOf(MethodDefinition body)
    {
        if (!_objects.TryGetValue(body, out var known))
            _objects.Add(body, known = new OwnObject(body, type));
        return known;
    }

    private void Refuse(string obstacle) => _obstacle ??= obstacle;
}
