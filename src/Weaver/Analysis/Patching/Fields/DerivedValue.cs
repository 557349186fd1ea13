using System.Globalization;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// The value that the constructors of the objects that exist give an added field, as code over the object alone: straight, without variables. Argument 0 is the object, other
/// arguments are those of the constructor whose value it is.
/// </summary>
/// <param name="Steps">The instructions, each with the constructor it stands in; none for the default of the field's type.</param>
internal sealed record DerivedValue(IReadOnlyList<DerivedStep> Steps)
{
    public static DerivedValue Default { get; } = new([]);

    /// <summary>Whether it is the default of the field's type.</summary>
    public bool IsDefault => Steps.Count == 0 || (Steps.Count == 1 && Steps[0].Text is "ldc.i4 0" or "ldnull");

    /// <summary>Equal for values that are computed alike.</summary>
    public string Text => IsDefault ? "" : string.Join("\n", Steps.Select(static s => s.Text));

    /// <summary>Whether an argument other than the object is left.</summary>
    public bool HasArguments => Steps.Any(static s => s.Argument > 0);

    /// <summary>Whether it is computed from the object.</summary>
    public bool IsOfObject => Steps.Any(static s => s.Argument == 0);

    /// <summary>The value with other code for the arguments; null where there is none for one.</summary>
    public DerivedValue? With(Func<int, IReadOnlyList<DerivedStep>?> argument)
    {
        var steps = new List<DerivedStep>();
        foreach (var step in Steps)
        {
            if (step.Argument <= 0)
                steps.Add(step);
            else if (argument(step.Argument) is { } others)
                steps.AddRange(others);
            else
                return null;
        }

        return new DerivedValue(steps);
    }
}

/// <summary>One instruction of a derived value.</summary>
internal sealed record DerivedStep(MethodDefinition Source, Instruction Code)
{
    /// <summary>The number of the argument that it loads, 0 being the object; -1 where it loads none.</summary>
    public int Argument { get; } = ArgumentOf(Source, Code);

    public string Text { get; } = TextOf(Source, Code);

    /// <summary>Whether it loads the object for a field that is known to have what a constructor was given.</summary>
    public bool IsKept { get; init; }

    private static string TextOf(MethodDefinition source, Instruction code)
    {
        var (name, operand) = LongForm.Read(code, source.Body);
        return operand is null ? name : name + " " + Convert.ToString(operand, CultureInfo.InvariantCulture);
    }

    private static int ArgumentOf(MethodDefinition source, Instruction code) => code.OpCode.Code switch
    {
        Mono.Cecil.Cil.Code.Ldarg_0 => 0,
        Mono.Cecil.Cil.Code.Ldarg_1 => 1,
        Mono.Cecil.Cil.Code.Ldarg_2 => 2,
        Mono.Cecil.Cil.Code.Ldarg_3 => 3,
        Mono.Cecil.Cil.Code.Ldarg or Mono.Cecil.Cil.Code.Ldarg_S => code.Operand == source.Body.ThisParameter ? 0 : ((ParameterDefinition)code.Operand).Index + (source.HasThis ? 1 : 0),
        _ => -1,
    };
}
