using System.Globalization;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>One instruction of a derived value.</summary>
/// <param name="source">The constructor it stands in.</param>
/// <param name="code">The instruction.</param>
internal sealed class DerivedStep(MethodDefinition source, Instruction code)
{
    public MethodDefinition Source => source;

    public Instruction Code => code;

    /// <summary>The number of the argument that it loads, 0 being the object; -1 where it loads none.</summary>
    public int Argument { get; } = ArgumentOf(source, code);

    /// <summary>What it does, as text; a branch without where to.</summary>
    public string Text { get; } = TextOf(source, code);

    /// <summary>Whether it loads the object for a field that is known to have what a constructor was given.</summary>
    public bool IsKept { get; init; }

    /// <summary>Whether it stands for a service of its operand's type: <c>call ServiceValues::Get; castclass T</c></summary>
    public bool IsService { get; init; }

    /// <summary>Where a branch goes.</summary>
    public DerivedStep? Target { get; set; }

    /// <summary>Whether it stands for the default of a struct, which takes a variable: <c>ldloca v; initobj T; ldloc v</c></summary>
    public bool IsDefault => code.OpCode.Code == Mono.Cecil.Cil.Code.Initobj;

    /// <summary>The same step without where it goes.</summary>
    public DerivedStep Copy() => new(source, code) { IsKept = IsKept, IsService = IsService };

    /// <summary>Copies of steps whose branches stay among them.</summary>
    public static IReadOnlyList<DerivedStep> CopyAll(IReadOnlyList<DerivedStep> steps)
    {
        var copies = steps.ToDictionary(static s => s, static s => s.Copy());
        foreach (var step in steps.Where(static s => s.Target is not null))
            copies[step].Target = copies[step.Target!];
        return [.. steps.Select(s => copies[s])];
    }

    private static string TextOf(MethodDefinition source, Instruction code)
    {
        var (name, operand) = LongForm.Read(code, source.Body);
        return operand is null or Instruction ? name : name + " " + Convert.ToString(operand, CultureInfo.InvariantCulture);
    }

    private static int ArgumentOf(MethodDefinition source, Instruction code) => code.OpCode.Code switch
    {
        Mono.Cecil.Cil.Code.Ldarg_0 => 0,
        Mono.Cecil.Cil.Code.Ldarg_1 => 1,
        Mono.Cecil.Cil.Code.Ldarg_2 => 2,
        Mono.Cecil.Cil.Code.Ldarg_3 => 3,
        Mono.Cecil.Cil.Code.Ldarg or Mono.Cecil.Cil.Code.Ldarg_S => code.Operand == source.Body.ThisParameter
            ? 0
            : ((ParameterDefinition)code.Operand).Index + (source.HasThis ? 1 : 0),
        _ => -1,
    };
}
