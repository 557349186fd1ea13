using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Structs;

/// <summary>What a value on the evaluation stack points to, as far as a struct's method asks.</summary>
/// <param name="Kind">What.</param>
/// <param name="Field">For a part of <c>this</c>, the field of the struct that it lies in.</param>
/// <param name="Variable">For another place, the type of the variable that it is or lies in.</param>
internal readonly record struct Place(PlaceKind Kind, FieldDefinition? Field = null, TypeReference? Variable = null)
{
    /// <summary>A value, or an address that may be any.</summary>
    public static readonly Place Any = new(PlaceKind.Any);

    /// <summary>The struct itself.</summary>
    public static readonly Place Self = new(PlaceKind.Self);

    /// <summary>A variable of the method.</summary>
    public static readonly Place Local = new(PlaceKind.Local);

    /// <summary>Whether it is the address of the struct, or of a part of it.</summary>
    public bool IsOfSelf => Kind is PlaceKind.Self or PlaceKind.Part;

    /// <summary>A part of the struct.</summary>
    public static Place Part(FieldDefinition field) => new(PlaceKind.Part, field);

    /// <summary>A variable of a type somewhere else: a static field, an object's field, an element.</summary>
    public static Place Other(TypeReference variable) => new(PlaceKind.Other, null, variable);
}

/// <summary>What a value on the evaluation stack points to.</summary>
internal enum PlaceKind
{
    /// <summary>Nothing, or nobody knows.</summary>
    Any,

    /// <summary>The struct that the method was called on.</summary>
    Self,

    /// <summary>A field of it, or what lies in that.</summary>
    Part,

    /// <summary>A variable of the method, which nobody else sees.</summary>
    Local,

    /// <summary>A variable of a known type that is not on the stack.</summary>
    Other,
}
