using System.Text;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>Who is bound where in a patch: a plain value that prints.</summary>
/// <param name="Plan">The types that get a new version.</param>
/// <param name="Facts">What is known of members.</param>
/// <param name="Steps">What is made, in order.</param>
/// <param name="Code">Who answers for what bodies name, by the method of the new build.</param>
/// <param name="Bodies">The methods of which the patch has a static body, native ones too.</param>
/// <param name="Moved">The types that move into the patch.</param>
/// <param name="Sources">The modules of the new builds whose code the patch has.</param>
/// <param name="References">The assemblies from outside that the code refers to.</param>
/// <param name="Grants">
/// The assemblies that define base types: of the members there that are not public, code may use the protected ones, and netstandard and
/// other facades hide where those are.
/// </param>
/// <param name="Notes">What is refused, and what is remarked on, in the order of the code.</param>
internal sealed record PatchReach(
    PatchPlan Plan,
    ReachFacts Facts,
    IReadOnlyList<ReachStep> Steps,
    IReadOnlyDictionary<MethodDefinition, BodyReach> Code,
    IReadOnlyList<MethodDefinition> Bodies,
    IReadOnlyList<TypeDefinition> Moved,
    IReadOnlyList<ModuleDefinition> Sources,
    IReadOnlyList<AssemblyNameReference> References,
    IReadOnlyCollection<string> Grants,
    IReadOnlyList<Diagnostic> Notes)
{
    /// <summary>Who answers for what a body names.</summary>
    /// <exception cref="WeaverDefectException">The body is not in the plan.</exception>
    public BodyReach FindCode(MethodDefinition source) =>
        Code.TryGetValue(source, out var code)
            ? code
            : throw new WeaverDefectException($"{source.FullName} is in the patch and not in its plan");

    /// <summary>The types that a person added.</summary>
    public IEnumerable<TypeDefinition> Added => Moved.Where(static t => !GeneratedCode.IsGenerated(t) && !GeneratedCode.IsData(t));

    /// <summary>
    /// The plan as text: the versions, what is made for them in order, who answers in each body, and what is refused or remarked on.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var type in Plan.Replaced)
        {
            text.Append("version of ").Append(type.Type.FullName).Append('\n');
            foreach (var export in type.Exports)
                text.Append("  ").Append(ReadableName.Describe(export.New
                    ?? export.Woven)).Append(": ").Append(TextOf(Facts.FindForm(type, export))).Append('\n');
        }

        foreach (var holder in Plan.Holders)
            text.Append("version of what ").Append(holder.Woven.FullName).Append(" adds\n");
        foreach (var step in Steps)
            Print(step, text);
        foreach (var note in Notes)
            text.Append(note.Id).Append(' ').Append(note.Message).Append('\n');
        return text.ToString();
    }

    private void Print(ReachStep step, StringBuilder text)
    {
        if (step.Kind is StepKind.Bridge)
            return;
        text.Append(step).Append('\n');
        if (step.Member is MethodDefinition method && Code.TryGetValue(method, out var code)
            && step.Kind is StepKind.Body or StepKind.Override or StepKind.MovedBody)
        {
            foreach (var line in code.Describe())
                text.Append(line).Append('\n');
        }
    }

    private static string TextOf(ExportForm form) => form switch
    {
        ExportForm.Override => "the new body",
        ExportForm.Static => "calls the new body",
        ExportForm.Tests => "by the object's type, then the new body",
        ExportForm.TestsThenDeployed => "by the object's type, then the deployed body",
        ExportForm.Deployed => "the deployed body",
        ExportForm.Inherited => "what is inherited",
        _ => "casts",
    };
}
