using System.Security.Cryptography;
using System.Text;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Keeping;

/// <summary>
/// A deployed type whose objects keep the code they were made with: only constructors know what its new fields hold, and no code reads
/// these of an object that has none.
/// </summary>
/// <param name="Type">The type in the new build.</param>
/// <param name="Fields">The fields that nothing but a constructor can fill.</param>
/// <param name="Lambdas">Lambdas of the type of which delegates may exist, and that work on the object.</param>
internal sealed record KeptType(TypeDefinition Type, IReadOnlyList<FieldDefinition> Fields, IReadOnlyList<KeptLambda> Lambdas)
{
    /// <summary>Classes below the type whose methods read its new fields: they ask the object too.</summary>
    public IReadOnlyList<TypeDefinition> Below { get; init; } = [];

    /// <summary>The methods that are given an object, and ask it.</summary>
    public IReadOnlyList<KeptArgument> Arguments { get; init; } = [];

    /// <summary>The constructions whose objects must have the mark, whichever version is current by then.</summary>
    public IReadOnlyCollection<Instruction> Made { get; init; } = [];

    /// <summary>What objects have that constructors of this version made: equal for versions whose constructors fill the same
    /// fields.</summary>
    public string Mark => "<HotWeave>made-" + Digest();

    /// <summary>Whether the methods of a type ask an object of the type.</summary>
    public bool IsAsked(TypeDefinition type) => type == Type || Below.Contains(type);

    private string DescribeOwner(FieldDefinition field) =>
        field.DeclaringType == Type ? "" : SignatureText.Plain.Write(field.DeclaringType) + "::";

    private string Digest()
    {
        var fields = Fields.Select(f => $"{DescribeOwner(f)}{f.Name}:{SignatureText.Plain.Write(f.FieldType)}").OrderBy(static t => t, StringComparer.Ordinal);
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(string.Join("\n", fields)));
        return BitConverter.ToString(hash, 0, 6).Replace("-", "").ToLowerInvariant();
    }
}

/// <summary>A lambda that works on an object which may keep the code it was made with.</summary>
/// <param name="Lambda">The lambda in the new build.</param>
/// <param name="Way">The fields that lead from its closure to the object.</param>
internal sealed record KeptLambda(MethodDefinition Lambda, IReadOnlyList<FieldDefinition> Way);

/// <summary>A deployed method that reads what only constructors know of an object which it is given, or which such an object keeps.</summary>
/// <param name="Method">The method in the new build.</param>
/// <param name="Argument">Which argument it is, or keeps it: -1 for the method's own object.</param>
/// <param name="Way">The fields that lead from the argument to the object.</param>
/// <param name="View">As what it is asked: the type of the argument or the last field, or the one that the method tests it for.</param>
internal sealed record KeptArgument(MethodDefinition Method, int Argument, IReadOnlyList<FieldDefinition> Way, TypeReference View)
{
    /// <summary>Whether it may be something else than an object of the view.</summary>
    public bool IsTested => View != (Way.Count > 0 ? Way[Way.Count - 1].FieldType : Method.Parameters[Argument].ParameterType);

    /// <summary>Whether another asks the same object as the same.</summary>
    public bool IsSame(KeptArgument other) =>
        Method == other.Method && Argument == other.Argument && Way.SequenceEqual(other.Way) && View.FullName == other.View.FullName;
}
