using System.Globalization;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>The code of a constructor that gives one field its first value, by the indexes of its first and last instruction; the last is the store.</summary>
internal sealed record Initialiser(MethodDefinition Constructor, FieldDefinition Field, int First, int Last)
{
    /// <summary>The instructions, the store last.</summary>
    public IEnumerable<Instruction> Instructions => Constructor.Body.Instructions.Skip(First).Take(Last - First + 1);

    /// <summary>What the code does, for comparing the same field's initialisers in several constructors; variables and labels may be numbered otherwise.</summary>
    public string Text => string.Join("\n", Instructions.Select(TextOf));

    /// <summary>Whether the code says the same for an object that exists: it names no parameter, and no variable that other code has set.</summary>
    public bool StandsAlone => !Instructions.Any(NamesParameter) && VariablesAreOwn();

    private string TextOf(Instruction instruction)
    {
        var (name, operand) = LongForm.Read(instruction, Constructor.Body);
        return operand is null or Instruction or Instruction[] || name is "ldloc" or "stloc" or "ldloca"
            ? name
            : name + " " + Convert.ToString(operand, CultureInfo.InvariantCulture);
    }

    private bool NamesParameter(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Ldarg_1 or Code.Ldarg_2 or Code.Ldarg_3 => true,
        Code.Ldarg_0 => Constructor.IsStatic,
        _ => instruction.Operand is ParameterDefinition parameter && parameter != Constructor.Body.ThisParameter,
    };

    private bool VariablesAreOwn()
    {
        var set = new HashSet<object>();
        foreach (var instruction in Instructions)
        {
            var (name, operand) = LongForm.Read(instruction, Constructor.Body);
            if (operand is null)
                continue;
            if (name is "stloc" or "ldloca")
                set.Add(operand);
            else if (name == "ldloc" && !set.Contains(operand))
                return false;
        }

        return true;
    }
}
