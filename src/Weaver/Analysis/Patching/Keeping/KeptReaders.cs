using HotWeave.Weaver.Analysis.Patching.Staying;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Keeping;

/// <summary>
/// Looks for code that may read the new fields of a type on an object that was made before. Deployed methods ask the object first, and
/// leave one that exists to the deployed code: those of the type, those of classes below it that read the fields, and others that are
/// given the object. What only the new build has is looked at from where it is called, and what the code makes itself is new.
/// </summary>
/// <param name="group">The type in the new build, and classes below it whose methods ask too.</param>
/// <param name="match">The assembly of the type.</param>
/// <param name="matches">All assemblies of the patch.</param>
/// <param name="calls">Who names whom in the new builds.</param>
/// <param name="hasStub">Whether a deployed method has a stub.</param>
internal sealed class KeptReaders(
    IReadOnlyList<TypeDefinition> group, AssemblyMatch match, IReadOnlyList<AssemblyMatch> matches, CallGraph calls, Func<MethodDefinition, bool> hasStub)
{
    private readonly Dictionary<MethodDefinition, OwnObject> _objects = [];
    private readonly ObjectSources _sources = new(f => IsSettled(f, matches));
    private readonly KeptArgumentRules _rules = new(group, matches);
    private readonly HashSet<(MethodDefinition Method, int Argument)> _met = [];
    private readonly Queue<(MethodDefinition Method, int Argument)> _work = new();
    private readonly List<KeptArgument> _arguments = [];
    private readonly HashSet<Instruction> _made = [];
    private string? _obstacle;

    /// <summary>The methods that must ask what they are given, once it is known that nothing is in the way.</summary>
    public IReadOnlyList<KeptArgument> Arguments => _arguments;

    /// <summary>The constructions on which the code relies.</summary>
    public IReadOnlyCollection<Instruction> Made => _made;

    /// <summary>A class below whose methods must ask too; the search is to be made again with it.</summary>
    public TypeDefinition? Missing { get; private set; }

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
        while (_work.Count > 0 && _obstacle is null && Missing is null)
            CheckCallers(_work.Dequeue());
        return _obstacle;
    }

    // [UnsafeAccessor]: the runtime makes the access.
    private IEnumerable<(MethodDefinition Accessor, FieldDefinition Field)> Accessors()
    {
        var modules = matches.Select(static m => m.Pair.New).Where(static m => m.TryGetTypeReference(AccessorMark.Attribute, out _));
        foreach (var method in modules.SelectMany(static m => m.GetTypes()).SelectMany(static t => t.Methods))
        {
            if (AccessorMark.Read(method) is { Owner: { } owner } mark && group.FirstOrDefault(t => owner.GetElementType().FullName == t.FullName) is { } type
                && mark.FindIn(type, method) is FieldDefinition field)
                yield return (method, field);
        }
    }

    private void CheckUse(FieldUse use, FieldDefinition field)
    {
        foreach (var instruction in use.Code.Where(static i => i.OpCode.Code != Code.Stfld))
        {
            if (instruction.OpCode.Code is not (Code.Ldfld or Code.Ldflda))
                Refuse($"{ReadableName.Describe(RootOf(use.Body))} names {field.Name} by its token");
            else
                CheckPlace(use.Body, instruction, 0, $"reads {field.Name}");
        }
    }

    // What only the patch has is entered from where it is named.
    private void CheckCallers((MethodDefinition Method, int Argument) added)
    {
        var (method, operand) = (added.Method, added.Argument + (added.Method.HasThis ? 1 : 0));
        if (method.IsVirtual)
            Refuse($"{ReadableName.Describe(method)} is new, virtual and reads what only constructors know");
        foreach (var body in calls.BodiesThatName(method))
        {
            if (AccessorMark.Read(body) is not null)
            {
                Refuse($"{ReadableName.Describe(body)} reaches {ReadableName.Describe(method)}, which reads it, of any object");
                continue;
            }

            foreach (var instruction in body.Body.Instructions.Where(i => NamedOperand.Names(i, method)))
            {
                var isDelegate = instruction.OpCode.Code == Code.Ldftn && added.Argument == ObjectSource.Own && method.HasThis;
                if (isDelegate || instruction.OpCode.Code is Code.Call or Code.Callvirt)
                    CheckPlace(body, instruction, operand, $"calls {ReadableName.Describe(method)}, which reads it,");
                else
                    Refuse($"{ReadableName.Describe(RootOf(body))} names {ReadableName.Describe(method)}, which is given one, other than to call it");
            }
        }
    }

    private void CheckPlace(MethodDefinition body, Instruction instruction, int operand, string does)
    {
        var type = GeneratedCode.UserTypeOf(body.DeclaringType);
        var owner = body.DeclaringType == type ? body : Activation.Find(body);
        if (operand == 0 && group.Contains(type) && !owner.IsStatic && ObjectOf(body, type).Receives(instruction))
        {
            CheckOwn(body, owner, type, does);
            return;
        }

        // A lambda of which a delegate may exist has a closure that deployed code has filled.
        var isKeptLambda = body.DeclaringType != type && body == owner && MatchOf(body).OldOf(body) is { } lambda && hasStub(lambda);
        var sources = instruction.OpCode.Code == Code.Ldftn
            ? _sources.FindOfDelegates(body, instruction)
            : _sources.Find(body, instruction, operand);
        if (sources is null || (isKeptLambda && sources.Any(s => s.Method != body)) || sources.Any(s => !Enter(s)))
            Refuse($"{ReadableName.Describe(RootOf(body))} {does} of an object that may have been made before");
    }

    private void CheckOwn(MethodDefinition body, MethodDefinition owner, TypeDefinition type, string does)
    {
        if (owner.DeclaringType == type)
            EnterOwn(owner);
        else if (MatchOf(owner).OldOf(owner) is not { } deployed)
            EnterOwn(RootOf(owner));
        else if (new KeptLambdas(MatchOf(owner), hasStub).FindWay(owner, deployed, type) is null)
            Refuse($"a delegate that may have been made before runs code of {ReadableName.Describe(RootOf(body))} that {does} of its object");
    }

    // Constructors work on new objects, and deployed methods ask first.
    private void EnterOwn(MethodDefinition method)
    {
        if (method.IsConstructor || (MatchOf(method).OldOf(method) is { HasBody: true, IsStatic: false } && group.Contains(method.DeclaringType)))
            return;
        if (method.IsStatic || !group.Contains(method.DeclaringType))
            Refuse($"{ReadableName.Describe(method)} captures an object that may have been made before");
        else
            Meet(method, ObjectSource.Own);
    }

    private bool Enter(ObjectSource source)
    {
        if (source.Made is { } made)
            return source.View is { } madeType ? EnterMade(madeType, made) : _made.Add(made) || true;
        if (source.Argument != ObjectSource.Own || source.Way.Count > 0)
            return EnterArgument(source);
        var type = source.Method.DeclaringType;
        if (!group.Contains(type) && TypeLine.FindAbove(type, group[0]) is null)
            return false;
        if (group.Contains(type))
            EnterOwn(source.Method);
        else if (MatchOf(source.Method).OldOf(type) is not null)
            Missing ??= type;
        // Whoever makes an object of a type that is new is new code.
        return true;
    }

    private bool EnterMade(TypeReference type, Instruction made)
    {
        if (type.Resolve() is not { } definition || TypeLine.FindAbove(type, group[0]) is null || matches.All(m => m.Pair.New != definition.Module))
            return false;
        if (MatchOf(definition).OldOf(definition) is null)
            return true;
        if (group.Contains(definition))
            _made.Add(made);
        else
            Missing ??= definition;
        return true;
    }

    private bool EnterArgument(ObjectSource source)
    {
        var method = source.Method;
        // A second field, or one of an argument, may be of nothing.
        if (source.Way.Count > 1 || (source.Way.Count == 1 && source.Argument != ObjectSource.Own))
            return false;
        if (method.IsConstructor || source.View is null || TypeLine.FindAbove(source.View, group[0]) is null)
            return false;
        if (MatchOf(method).OldOf(method) is not { HasBody: true } deployed || deployed.IsStatic != method.IsStatic)
        {
            if (GeneratedCode.IsLambda(method))
                return false;
            // Reflection does not see it.
            if (source.Way.Count > 0)
                return !method.IsVirtual && !calls.BodiesThatName(method).Any();
            Meet(method, source.Argument);
            return true;
        }

        var argument = new KeptArgument(method, source.Argument, source.Way, source.View);
        if (_arguments.Exists(argument.IsSame))
            return true;
        _arguments.Add(argument);
        if (_rules.FindObstacle(argument, deployed) is { } obstacle)
            Refuse(obstacle);
        return true;
    }

    // Objects that exist have the field, and whoever made them has filled it for good.
    private static bool IsSettled(FieldDefinition field, IReadOnlyList<AssemblyMatch> matches) =>
        matches.FirstOrDefault(m => m.Pair.New == field.Module)?.OldOf(field) is { } old && SettledFields.Contains(field) && SettledFields.Contains(old);

    private void Meet(MethodDefinition method, int argument)
    {
        if (_met.Add((method, argument)))
            _work.Enqueue((method, argument));
    }

    private AssemblyMatch MatchOf(MemberReference member) => matches.FirstOrDefault(m => m.Pair.New == member.Module) ?? match;

    private MethodDefinition RootOf(MethodDefinition body) => MatchOf(body).NewKeys.RootOf(body);

    private OwnObject ObjectOf(MethodDefinition body, TypeDefinition type)
    {
        if (!_objects.TryGetValue(body, out var known))
            _objects.Add(body, known = new OwnObject(body, type));
        return known;
    }

    private void Refuse(string obstacle) => _obstacle ??= obstacle;
}
