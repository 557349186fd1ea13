using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// The application's types that known consumers look at by reflection: what serialisers, binders, model builders and web frameworks are
/// given by code of the application, and what the properties of that lead to.
/// </summary>
internal sealed class ReflectedTypes
{
    private readonly Dictionary<string, TypeDefinition> _own;
    private readonly Dictionary<TypeDefinition, List<ReflectionConsumer>> _found = [];
    private readonly HashSet<string> _generated = new(StringComparer.Ordinal);
    private readonly List<UnknownValues> _unknown = [];
    private readonly HashSet<(IGenericParameterProvider Owner, int Position, ConsumerKind Kind, bool HasSettings)> _followed = [];
    private readonly Lazy<Instantiations> _instantiations;
    private readonly ILookup<string, TypeDefinition> _below;
    private readonly bool _hasCodecStorage;
    private static readonly CalledByName s_handler = new(ConsumerKind.Json, ReflectionConsumers.FindKind);

    public ReflectedTypes(IReadOnlyList<AssemblyMatch> matches)
    {
        _hasCodecStorage = GrainStorages.AreByCodecs(matches);
        _own = matches.SelectMany(static m => m.Pair.New.GetTypes()).GroupBy(static t => t.FullName, StringComparer.Ordinal).ToDictionary(static g => g.Key, static g => g.First(), StringComparer.Ordinal);
        _instantiations = new Lazy<Instantiations>(() => new Instantiations(matches.Select(static m => m.Pair.New)));
        _below = _own.Values.SelectMany(static t => FindAbove(t).Select(above => (Above: above.GetElementType().FullName, Type: t)))
            .ToLookup(static t => t.Above, static t => t.Type, StringComparer.Ordinal);
        foreach (var type in _own.Values)
            CollectGenerated(type);
        foreach (var match in matches)
        {
            // Bodies are read only where some of them can name a consumer.
            var hasCalls = match.Pair.New.GetMemberReferences().OfType<MethodReference>().Any(static m => ReflectionConsumers.FindKind(m) is not null || ReflectionConsumers.TakesHandler(m));
            foreach (var type in match.Pair.New.GetTypes())
                Look(type, match.NewKeys, hasCalls);
        }
    }

    /// <summary>Who looks at a type, the first of each kind.</summary>
    public IReadOnlyList<ReflectionConsumer> FindConsumers(TypeDefinition type) => _found.TryGetValue(type, out var consumers) ? consumers : [];

    /// <summary>Code that gives consumers values whose types are not to be seen, in the order of the code.</summary>
    public IReadOnlyList<UnknownValues> Unknown => _unknown;

    private static IEnumerable<TypeReference> FindAbove(TypeDefinition type) =>
        type.Interfaces.Select(static i => i.InterfaceType).Concat(type.BaseType is { } above ? [above] : []);

    // Nobody knows which element was bound from what.
    private static ReflectionConsumer InCollection(ReflectionConsumer consumer) =>
        consumer.Kind == ConsumerKind.Options ? consumer with { Kind = ConsumerKind.Configuration } : consumer;

    private static bool IsJson(ReflectionConsumer consumer) => consumer.Kind is ConsumerKind.Json or ConsumerKind.ControllerJson;

    // A contract that a generator wrote is code, and the patch has the new one.
    private void CollectGenerated(TypeDefinition type)
    {
        if (!type.HasCustomAttributes)
            return;
        foreach (var attribute in type.CustomAttributes.Where(static a => a.AttributeType.FullName == "System.Text.Json.Serialization.JsonSerializableAttribute"))
        {
            if (attribute.ConstructorArguments.Count > 0 && attribute.ConstructorArguments[0].Value is TypeReference named)
                _generated.Add(named.FullName);
        }
    }

    private void Look(TypeDefinition type, GeneratedKeys keys, bool hasCalls)
    {
        foreach (var property in type.Properties.Where(static p => p.PropertyType.GetElementType().FullName == "Microsoft.EntityFrameworkCore.DbSet`1"))
            Add(property.PropertyType, new ReflectionConsumer($"{type.FullName}.{property.Name} (Entity Framework)", ConsumerKind.Model));
        if (!_hasCodecStorage)
        {
            foreach (var state in ReflectionConsumers.FindGrainStates(type))
                Add(state, new ReflectionConsumer($"storage of {ReadableName.Describe(type)}", ConsumerKind.GrainStorage));
        }

        var caller = ReflectionConsumers.FindCaller(type);
        if (caller is not null)
            AddMembers(type, caller);
        foreach (var method in type.Methods)
        {
            if (hasCalls && method.HasBody)
                Look(method, keys);
        }
    }

    // Those that a base class of the application brings, which may be generic, are called on the derived one.
    private void AddMembers(TypeDefinition type, CalledByName caller)
    {
        for (var at = type; at is not null; at = at.BaseType is { } above && _own.TryGetValue(above.GetElementType().FullName, out var next) ? next : null)
        {
            foreach (var method in at.Methods.Where(static m => m is { IsPublic: true, IsConstructor: false, IsStatic: false }))
                AddSignature(method, $"{at.FullName}.{method.Name}", caller);
        }
    }

    private void Look(MethodDefinition method, GeneratedKeys keys)
    {
        GivenTypes? given = null;
        foreach (var instruction in method.Body.Instructions)
        {
            if (instruction.Operand is not MethodReference called || instruction.OpCode.FlowControl != FlowControl.Call)
                continue;
            if (ReflectionConsumers.TakesHandler(called))
            {
                if (FindHandler(instruction) is { } handler)
                    AddSignature(handler, $"{called.Name} in {ReadableName.Describe(keys.RootOf(method))}", s_handler);
            }
            else if (ReflectionConsumers.FindKind(called) is { } kind)
            {
                var consumer = new ReflectionConsumer($"{called.DeclaringType.Name}.{called.Name}", kind)
                {
                    HasSettings = ReflectionConsumers.HasSettings(called),
                };
                Add(instruction, called, consumer, given ??= new GivenTypes(method), keys.RootOf(method));
            }
        }
    }

    private void Add(Instruction call, MethodReference called, ReflectionConsumer consumer, GivenTypes given, MethodDefinition root)
    {
        if (called is GenericInstanceMethod instance)
        {
            foreach (var argument in instance.GenericArguments)
            {
                Add(argument, consumer);
                if (argument.MetadataType == MetadataType.Object)
                    _unknown.Add(new UnknownValues(root, consumer));
            }
        }
        else if (ReflectionConsumers.FindValue(called) is { } parameter)
        {
            var type = given.Find(call, parameter);
            if (type is null || type.MetadataType == MetadataType.Object || type.FullName == "System.Type")
                _unknown.Add(new UnknownValues(root, consumer));
            else
                Add(type, consumer);
        }
    }

    // …, ldftn handler, newobj Func<…>, (dup, stsfld cache,) call MapGet
    private static MethodDefinition? FindHandler(Instruction call)
    {
        var steps = 0;
        for (var before = call.Previous; before is not null && steps < 12; before = before.Previous, steps++)
        {
            if (before is { OpCode.Code: Code.Ldftn, Operand: MethodReference reference })
                return reference as MethodDefinition ?? (reference.DeclaringType.GetElementType() is TypeDefinition ? reference.Resolve() : null);
        }

        return null;
    }

    private void AddSignature(MethodDefinition method, string name, CalledByName caller)
    {
        Add(method.ReturnType, new ReflectionConsumer(name, caller.Result));
        foreach (var parameter in method.Parameters)
            Add(parameter.ParameterType, new ReflectionConsumer(name, caller.FindKind(parameter)));
    }

    private void Add(TypeReference type, ReflectionConsumer consumer, TypeDefinition? inside = null)
    {
        switch (type)
        {
            case GenericInstanceType instance:
                Add(instance.ElementType, consumer, inside);
                foreach (var argument in instance.GenericArguments)
                    Add(argument, InCollection(consumer), inside);
                return;
            case TypeSpecification specification:
                Add(specification.ElementType, InCollection(consumer), inside);
                return;
            case GenericParameter parameter:
                // What stands for those of the type that has the property is known where the type is named.
                if (inside is null || parameter.Owner != inside)
                    Follow(parameter, consumer);
                return;
        }

        if (!_own.TryGetValue(type.FullName, out var own) || own.IsEnum || (IsJson(consumer) && _generated.Contains(own.FullName)))
            return;
        if (!_found.TryGetValue(own, out var consumers))
            _found.Add(own, consumers = []);
        if (consumers.Exists(c => c.Kind == consumer.Kind && c.HasSettings == consumer.HasSettings))
            return;
        consumers.Add(consumer);
        foreach (var property in own.Properties.Where(static p => p.GetMethod is { IsPublic: true, IsStatic: false }))
            Add(property.PropertyType, consumer, own);
        if (own.BaseType is { } above)
            Add(above, consumer, own);
        // Newtonsoft.Json writes what a value is, and not what it was given as.
        if (consumer.Kind == ConsumerKind.NewtonsoftJson)
        {
            foreach (var below in _below[own.FullName])
                Add(below, consumer);
        }
    }

    private void Follow(GenericParameter parameter, ReflectionConsumer consumer)
    {
        if (!_followed.Add((parameter.Owner, parameter.Position, consumer.Kind, consumer.HasSettings)))
            return;
        foreach (var argument in _instantiations.Value.Find(parameter))
            Add(argument, consumer);
    }
}
