using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>
/// Who answers for what one body names. Only instructions that are walked have an entry: of a constructor that gives a field its value,
/// these may be few.
/// </summary>
/// <param name="Source">The method of the new build.</param>
/// <param name="Bindings">What stands for instructions; those that are copied have none.</param>
/// <param name="Walked">The instructions that the patch has.</param>
internal sealed record BodyReach(
    MethodDefinition Source, IReadOnlyDictionary<Instruction, Binding> Bindings, IReadOnlyCollection<Instruction> Walked)
{
    /// <summary>What stands for an instruction; null where it is copied.</summary>
    public Binding? Find(Instruction original) => Bindings.TryGetValue(original, out var binding) ? binding : null;

    /// <summary>The members that the body names and that the patch names as it does.</summary>
    public IEnumerable<MemberReference> FindCopied() =>
        Walked.Where(i => !Bindings.ContainsKey(i)).Select(static i => i.Operand).OfType<MemberReference>();

    /// <summary>One line for each member and who answers for it, in the order of the body.</summary>
    public IEnumerable<string> Describe() =>
        Source.Body.Instructions.Select(Find).Select(static b => b?.Describe()).OfType<string>().Distinct()
            .Select(static line => "  " + line);

    /// <inheritdoc/>
    public override string ToString() => string.Join("\n", Describe().Prepend("code of " + ReadableName.Describe(Source)));
}
