using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Keeping;

/// <summary>Where an object comes from that code works on.</summary>
/// <param name="Method">The method that was given it, or makes it.</param>
/// <param name="Argument">Which argument it is, or is kept by: -1 for the method's own object.</param>
/// <param name="View">As what the method knows it: the argument's type, or the one that it is tested for.</param>
/// <param name="Made">The instruction that makes it, or calls what makes it; null where it is an argument.</param>
internal sealed record ObjectSource(MethodDefinition Method, int Argument, TypeReference? View, Instruction? Made)
{
    /// <summary>The argument of the method's own object.</summary>
    public const int Own = -1;

    /// <summary>The fields that lead from the argument to the object.</summary>
    public IReadOnlyList<FieldDefinition> Way { get; init; } = [];
}
