using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Normalising.Naming;

/// <summary>
/// Gives classes that the generator of regular expressions made of another pattern a name of their own. The object of the deployed one has
/// room for the groups of its pattern, so code of the new
/// pattern must have an object of its own; and whoever holds the deployed object goes on with the deployed code.
/// </summary>
internal static class PatternNames
{
    /// <summary>Renames the types of the new build, in memory; both builds as they are without weaving.</summary>
    public static void Part(ModuleDefinition old, ModuleDefinition @new)
    {
        foreach (var type in @new.Types.Where(SourceGenerated.IsPattern).ToList())
        {
            if (old.GetType(type.Namespace, type.Name) is { } deployed && TextOf(type) is var text && text != TextOf(deployed))
                TypeName.Set(type, type.Name + "$" + Digest(text));
        }
    }

    private static string TextOf(TypeDefinition pattern)
    {
        var text = new StringBuilder();
        foreach (var constructor in pattern.Methods.Where(static m => m.IsConstructor))
        {
            foreach (var instruction in constructor.Body.Instructions.Where(static i => i.OpCode.Code != Code.Nop))
            {
                var (name, operand) = LongForm.Read(instruction, constructor.Body);
                text.Append(name).Append(' ').Append(operand is Instruction ? "" : Convert.ToString(operand, CultureInfo.InvariantCulture)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Digest(string text)
    {
        using var sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(text)), 0, 4).Replace("-", "").ToLowerInvariant();
    }
}
