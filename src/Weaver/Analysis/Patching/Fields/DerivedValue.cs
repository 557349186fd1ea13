using System.Globalization;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// The value that the constructors of the objects that exist give an added field, as code over the object alone, without variables: branches
/// lead on within it. Argument 0 is the object, other
/// arguments are those of the constructor whose value it is.
/// </summary>
/// <param name="Steps">The instructions, each with the constructor it stands in; none for the default of the field's type.</param>
internal sealed record DerivedValue(IReadOnlyList<DerivedStep> Steps)
{
    public static DerivedValue Default { get; } = new([]);

    /// <summary>Whether it is the default of the field's type.</summary>
    public bool IsDefault => Steps.Count == 0 || (Steps.Count == 1 && (Steps[0].IsDefault || Steps[0].Text == "ldnull"))
        || (Steps[0].Text == "ldc.i4 0" && Steps.Skip(1).All(static s => s.Text is "conv.i8" or "conv.u8" or "conv.i4" or "conv.u4"));

    /// <summary>Equal for values that are computed alike.</summary>
    public string Text => IsDefault ? "" : string.Join("\n", Steps.Select(TextOf));

    /// <summary>Whether an argument other than the object is left.</summary>
    public bool HasArguments => Steps.Any(static s => s.Argument > 0);

    /// <summary>Whether it is computed from the object.</summary>
    public bool IsOfObject => Steps.Any(static s => s.Argument == 0);

    /// <summary>The types of the services that it is computed from.</summary>
    public IReadOnlyList<TypeReference> Services => [.. Steps.Where(static s => s.IsService).Select(static s => (TypeReference)s.Code.Operand)];

    /// <summary>The value with other code for the arguments; null where there is none for one.</summary>
    public DerivedValue? With(Func<int, IReadOnlyList<DerivedStep>?> argument)
    {
        var steps = new List<DerivedStep>();
        var copies = new Dictionary<DerivedStep, DerivedStep>();
        foreach (var step in Steps)
        {
            var others = step.Argument <= 0 ? [step.Copy()] : argument(step.Argument) is { Count: > 0 } given ? DerivedStep.CopyAll(given) : null;
            if (others is null)
                return null;
            copies.Add(step, others[0]);
            steps.AddRange(others);
        }

        foreach (var step in Steps.Where(static s => s.Target is not null))
            copies[step].Target = copies[step.Target!];
        return new DerivedValue(steps);
    }

    private string TextOf(DerivedStep step, int place) => step.Target is null ? step.Text : step.Text + " +" + (IndexOf(step.Target) - place);

    private int IndexOf(DerivedStep step)
    {
        var place = 0;
        while (Steps[place] != step)
            place++;
        return place;
    }
}
