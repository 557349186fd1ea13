namespace HotWeave.Weaver.Verification.Types;

/// <summary>
/// A type as bodies see it, custom modifiers and pinning left out. One object stands for one type of a <see cref="TypeTable"/>, so equal
/// types are nearly always the same object; the same type named through two assemblies (a facade and the one it forwards to) is two, and
/// <see cref="TypeRelations"/> knows.
/// </summary>
internal sealed class ILType
{
    private static readonly ILType[] None = [];

    public ILType(ILKind kind, NamedType? name = null, ILType[]? arguments = null, ILType? element = null, int number = 0)
    {
        Kind = kind;
        Name = name;
        Arguments = arguments ?? None;
        Element = element;
        Number = number;
        HasParameters = kind is ILKind.TypeParameter or ILKind.MethodParameter
            || element is { HasParameters: true }
            || Array.Exists(Arguments, static a => a.HasParameters);
    }

    public ILKind Kind { get; }

    /// <summary>What a <see cref="ILKind.Named"/> type is an instance of, and what gives built-in types their members.</summary>
    public NamedType? Name { get; }

    public ILType[] Arguments { get; }

    /// <summary>What an array, by-ref or pointer is of.</summary>
    public ILType? Element { get; }

    /// <summary>The rank of an array, the position of a generic parameter.</summary>
    public int Number { get; }

    public bool HasParameters { get; }

    public bool IsParameter => Kind is ILKind.TypeParameter or ILKind.MethodParameter;

    /// <summary>The base type and all interfaces, once someone asked; see <see cref="TypeHierarchy"/>.</summary>
    public Supertypes? Supertypes { get; set; }

    public override string ToString() => Kind switch
    {
        ILKind.Named => Arguments.Length == 0 ? Name!.FullName : $"{Name!.FullName}<{string.Join(",", (IEnumerable<ILType>)Arguments)}>",
        ILKind.TypeParameter => "!" + Number,
        ILKind.MethodParameter => "!!" + Number,
        ILKind.Vector => Element + "[]",
        ILKind.Array => Element + "[" + new string(',', Number - 1) + "]",
        ILKind.ByRef => Element + "&",
        ILKind.Pointer => Element + "*",
        ILKind.FunctionPointer => "method",
        ILKind.TypedReference => "typedref",
        ILKind.IntPtr => "native int",
        ILKind.UIntPtr => "native uint",
        ILKind.Single => "float32",
        ILKind.Double => "float64",
        ILKind.Boolean => "bool",
        ILKind.SByte => "int8",
        ILKind.Byte => "uint8",
#pragma warning disable CA1308 // The assembly language of ECMA-335 II.7 has lower-case names.
        _ => Kind.ToString().ToLowerInvariant(),
#pragma warning restore CA1308
    };
}
