using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Normalising.Records;

/// <summary>
/// What one field adds to a record's generated hash code:
/// <code>ldc.i4 factor; mul; call EqualityComparer&lt;F&gt;::get_Default; ldarg.0; ldfld F; callvirt GetHashCode; add</code>
/// </summary>
/// <param name="Field">The name of the field.</param>
/// <param name="Instructions">The code.</param>
internal sealed record HashTerm(string Field, IReadOnlyList<Instruction> Instructions)
{
    private static readonly Code[] s_codes = [Code.Ldc_I4, Code.Mul, Code.Call, Code.Ldarg_0, Code.Ldfld, Code.Callvirt, Code.Add];

    /// <summary>The terms of a method, in their order.</summary>
    public static IReadOnlyList<HashTerm> FindIn(MethodDefinition method)
    {
        var found = new List<HashTerm>();
        var code = method.Body.Instructions;
        for (var i = 0; i + s_codes.Length <= code.Count; i++)
        {
            var part = code.Skip(i).Take(s_codes.Length).ToList();
            if (part.Select(static p => p.OpCode.Code).SequenceEqual(s_codes) && part[5].Operand is MethodReference { Name: "GetHashCode" })
                found.Add(new HashTerm(((FieldReference)part[4].Operand).Name, part));
        }

        return found;
    }
}
