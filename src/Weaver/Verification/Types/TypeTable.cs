using Mono.Cecil;

namespace HotWeave.Weaver.Verification.Types;

/// <summary>Makes <see cref="ILType"/>s of what Cecil reads, one object for each type.</summary>
internal sealed class TypeTable
{
    private readonly TypeDefinitions _definitions;
    private readonly ILType[] _builtIn = new ILType[(int)ILKind.TypedReference + 1];
    private readonly Dictionary<TypeReference, ILType> _read = [];
    private readonly Dictionary<(string Scope, string Name, TypeDefinition? Definition), NamedType> _names = [];
    private readonly Dictionary<string, ILType> _core = [];
    private readonly Dictionary<(ILKind Kind, int Number), ILType> _parameters = [];
    private readonly Dictionary<(ILKind Kind, ILType Element, int Number), ILType> _composed = [];
    private readonly Dictionary<NamedType, List<ILType>> _instances = [];

    public TypeTable(ModuleDefinition module, TypeDefinitions definitions)
    {
        _definitions = definitions;
        for (var kind = ILKind.Void; kind <= ILKind.TypedReference; kind++)
        {
            var reference = CoreType(module, kind.ToString());
            _builtIn[(int)kind] = new ILType(kind, new NamedType(reference, reference.FullName, definitions));
        }

        FunctionPointer = new ILType(ILKind.FunctionPointer);
        Module = module;
    }

    public ModuleDefinition Module { get; }

    public ILType FunctionPointer { get; }

    public ILType this[ILKind builtIn] => _builtIn[(int)builtIn];

    /// <summary>A type of the core library by its name in <c>System</c>.</summary>
    public ILType Core(string name)
    {
        if (!_core.TryGetValue(name, out var type))
            _core.Add(name, type = Read(CoreType(Module, name)));
        return type;
    }

    public ILType VectorOf(ILType element) => Compose(ILKind.Vector, element, 0);

    public ILType ByRefTo(ILType element) => Compose(ILKind.ByRef, element, 0);

    /// <summary>The type that <paramref name="reference"/> names, generic parameters standing for themselves.</summary>
    public ILType Read(TypeReference reference)
    {
        if (!_read.TryGetValue(reference, out var type))
            _read.Add(reference, type = Make(reference));
        return type;
    }

    /// <summary>The same for a type that a signature names, which says whether it is a class.</summary>
    public ILType ReadSignature(TypeReference reference)
    {
        var type = Read(reference);
        if (type.Kind == ILKind.Named && reference is { IsValueType: false } and not (TypeDefinition or TypeSpecification))
            type.Name!.SayClass();
        return type;
    }

    private ILType Make(TypeReference reference)
    {
        switch (reference)
        {
            case GenericParameter parameter:
                return Parameter(parameter.Type == GenericParameterType.Type ? ILKind.TypeParameter : ILKind.MethodParameter, parameter.Position);
            case GenericInstanceType instance:
                return Instance(ReadSignature(instance.ElementType).Name!, [.. instance.GenericArguments.Select(ReadSignature)]);
            case ArrayType { IsVector: true } vector:
                return Compose(ILKind.Vector, ReadSignature(vector.ElementType), 0);
            case ArrayType array:
                return Compose(ILKind.Array, ReadSignature(array.ElementType), array.Rank);
            case ByReferenceType byRef:
                return Compose(ILKind.ByRef, ReadSignature(byRef.ElementType), 0);
            case PointerType pointer:
                return Compose(ILKind.Pointer, ReadSignature(pointer.ElementType), 0);
            case FunctionPointerType:
                return FunctionPointer;
            case TypeSpecification specification: // modifiers, pinned, sentinel
                return ReadSignature(specification.ElementType);
            default:
                return MakeNamed(reference);
        }
    }

    /// <summary><paramref name="type"/> with what stands for its generic parameters.</summary>
    public ILType Substitute(ILType type, ILType[] typeArguments, ILType[] methodArguments)
    {
        if (!type.HasParameters)
            return type;
        switch (type.Kind)
        {
            case ILKind.TypeParameter:
                return type.Number < typeArguments.Length ? typeArguments[type.Number] : type;
            case ILKind.MethodParameter:
                return type.Number < methodArguments.Length ? methodArguments[type.Number] : type;
            case ILKind.Named:
                return Instance(type.Name!, Array.ConvertAll(type.Arguments, a => Substitute(a, typeArguments, methodArguments)));
            default:
                return Compose(type.Kind, Substitute(type.Element!, typeArguments, methodArguments), type.Number);
        }
    }

    public ILType Instance(NamedType name, ILType[] arguments)
    {
        if (!_instances.TryGetValue(name, out var instances))
            _instances.Add(name, instances = []);
        foreach (var known in instances)
        {
            if (AreEqual(known.Arguments, arguments))
                return known;
        }

        var made = new ILType(ILKind.Named, name, arguments);
        instances.Add(made);
        return made;
    }

    // A generic definition that is named without arguments means its instance over its own parameters, as within its own members.
    private ILType MakeNamed(TypeReference reference)
    {
        if (BuiltIn(reference) is { } builtIn)
            return builtIn;
        // A patch may have a class of members for a type beside a type of the same name: definitions are themselves.
        var key = (ScopeName(reference), reference.FullName, reference as TypeDefinition);
        if (!_names.TryGetValue(key, out var name))
            _names.Add(key, name = new NamedType(reference, reference.FullName, _definitions));
        return Instance(name, reference.HasGenericParameters ? [.. reference.GenericParameters.Select(Read)] : []);
    }

    private ILType? BuiltIn(TypeReference reference)
    {
        if (reference.DeclaringType is not null || reference.Namespace != "System" || !Enum.TryParse<ILKind>(reference.Name, out var kind) || kind > ILKind.TypedReference)
            return null;
        return IsCore(reference) ? _builtIn[(int)kind] : null;
    }

    private static bool IsCore(TypeReference reference) =>
        ScopeName(reference) is "System.Runtime" or "System.Private.CoreLib" or "mscorlib" or "netstandard"
        || reference.Scope == reference.Module.TypeSystem.CoreLibrary;

    private static string ScopeName(TypeReference reference) => reference.Scope switch
    {
        ModuleDefinition module => module.Assembly?.Name.Name ?? module.Name,
        { } scope => scope.Name,
        null => "",
    };

    private static TypeReference CoreType(ModuleDefinition module, string name) =>
        module.TypeSystem.CoreLibrary is ModuleDefinition core && core.GetType("System", name) is { } definition
            ? definition
            : new TypeReference("System", name, module, module.TypeSystem.CoreLibrary);

    private ILType Parameter(ILKind kind, int position)
    {
        if (!_parameters.TryGetValue((kind, position), out var type))
            _parameters.Add((kind, position), type = new ILType(kind, number: position));
        return type;
    }

    private ILType Compose(ILKind kind, ILType element, int number)
    {
        if (!_composed.TryGetValue((kind, element, number), out var type))
            _composed.Add((kind, element, number), type = new ILType(kind, element: element, number: number));
        return type;
    }

    private static bool AreEqual(ILType[] left, ILType[] right)
    {
        if (left.Length != right.Length)
            return false;
        for (var i = 0; i < left.Length; i++)
        {
            if (!ReferenceEquals(left[i], right[i]))
                return false;
        }

        return true;
    }
}
