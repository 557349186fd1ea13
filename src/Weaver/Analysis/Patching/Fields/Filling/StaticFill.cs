using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// The part of a static constructor that gives some added static fields their values, taken out of the rest. What is not kept does nothing: it takes the values from the stack that
/// kept code put there, and branches go to where all ways meet.
/// </summary>
internal sealed class StaticFill(MethodDefinition constructor, IReadOnlyList<FieldDefinition> fields, HashSet<Instruction> kept)
{
    /// <summary>The static constructor of the new build.</summary>
    public MethodDefinition Constructor { get; } = constructor;

    /// <summary>The fields, in the order in which they are made.</summary>
    public IReadOnlyList<FieldDefinition> Fields { get; } = fields;

    /// <summary>The instructions that stay.</summary>
    public HashSet<Instruction> Kept { get; } = kept;

    /// <summary>How many values instructions that do not stay take from the stack; the others take none.</summary>
    public Dictionary<Instruction, int> Pops { get; init; } = [];

    /// <summary>Where branches that do not stay go; null for the end.</summary>
    public Dictionary<Instruction, Instruction?> Jumps { get; init; } = [];

    /// <summary>What orders the fields of a type: about where the code ends.</summary>
    public int Place { get; set; }

    /// <summary>The kept instructions in order.</summary>
    public IEnumerable<Instruction> Instructions => Constructor.Body.Instructions.Where(Kept.Contains);
}
