using System.Security.Cryptography;
using System.Text;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>A field of the new build that deployed objects and types do not have; patched code keeps it in a cell.</summary>
/// <param name="Field">The field.</param>
/// <param name="Initialiser">The code that computes its first value; null where that is the type's default.</param>
/// <param name="Key">What tells the field from others of its type that have the same type.</param>
internal sealed record AddedField(FieldDefinition Field, Initialiser? Initialiser, string Key)
{
    /// <summary>The method that computes the value instead for objects that exist; null where there is none.</summary>
    public MethodDefinition? ForExisting { get; init; }

    /// <summary>What constructors give the field, for objects that exist; null where there is an initialiser, or the default is right.</summary>
    public DerivedValue? Derived { get; init; }

    /// <summary>Whether only a constructor knows what it holds, so that objects which exist cannot have it.</summary>
    public bool IsUnproven { get; init; }

    /// <summary>The code of a static constructor that fills a static field; null where there is an initialiser, or nothing to do.</summary>
    public StaticFill? Fill { get; init; }

    /// <summary>The code that fills the field where others that <see cref="Fill"/> fills have a value already; null where it cannot be had.</summary>
    public StaticFill? Alone { get; init; }

    /// <summary>What orders the static fields of a type: one may be computed from those before.</summary>
    public int Place => Fill?.Place ?? Initialiser?.First ?? 0;

    /// <summary>
    /// The key of a static field. One that is nothing but the value of its initialiser is another field where the initialiser is another one.
    /// </summary>
    /// <param name="field">The field.</param>
    /// <param name="initialiser">The code that computes its first value.</param>
    /// <param name="text">Says what the code does.</param>
    public static string StaticKey(FieldDefinition field, Initialiser? initialiser, RowText text)
    {
        if (initialiser is null || !FixedValue.Is(field, initialiser))
            return field.Name;
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(new ValueText(text).Describe(field, initialiser)));
        return field.Name + "=" + BitConverter.ToString(hash, 0, 8).Replace("-", "").ToLowerInvariant();
    }

    /// <summary>Whether each thread has a field of its own.</summary>
    public bool IsOfThreads => Field.CustomAttributes.Any(static a => a.AttributeType.FullName == "System.ThreadStaticAttribute");
}
