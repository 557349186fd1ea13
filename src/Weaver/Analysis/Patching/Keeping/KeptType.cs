using System.Security.Cryptography;
using System.Text;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Keeping;

/// <summary>
/// A deployed type whose objects keep the code they were made with: only constructors know what its new fields hold, and only its own
/// instance methods read these.
/// </summary>
/// <param name="Type">The type in the new build.</param>
/// <param name="Fields">The fields that nothing but a constructor can fill.</param>
/// <param name="Lambdas">Lambdas of the type of which delegates may exist, and that work on the object.</param>
internal sealed record KeptType(TypeDefinition Type, IReadOnlyList<FieldDefinition> Fields, IReadOnlyList<KeptLambda> Lambdas)
{
    /// <summary>What objects have that constructors of this version made: equal for versions whose constructors fill the same
    /// fields.</summary>
    public string Mark => "<HotWeave>made-" + Digest();

    private string Digest()
    {
        var fields = Fields.Select(static f => $"{f.Name}:{SignatureText.Plain.Write(f.FieldType)}")
            .OrderBy(static t => t, StringComparer.Ordinal);
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(string.Join("\n", fields)));
        return BitConverter.ToString(hash, 0, 6).Replace("-", "").ToLowerInvariant();
    }
}

/// <summary>A lambda that works on an object which may keep the code it was made with.</summary>
/// <param name="Lambda">The lambda in the new build.</param>
/// <param name="Way">The fields that lead from its closure to the object.</param>
internal sealed record KeptLambda(MethodDefinition Lambda, IReadOnlyList<FieldDefinition> Way);
