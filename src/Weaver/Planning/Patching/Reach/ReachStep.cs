using HotWeave.Weaver.Analysis.Patching;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>One thing to make, in the order in which a patch is made: what it names was declared when it was planned.</summary>
/// <param name="Kind">What is made.</param>
/// <param name="Member">The member of the new build that it is made of.</param>
internal sealed record ReachStep(StepKind Kind, IMemberDefinition Member)
{
    /// <summary>The export whose override is made, for <see cref="StepKind.Override"/> and <see cref="StepKind.CastAnswer"/>.</summary>
    public PatchedExport? Export { get; init; }

    /// <summary>The type with that export.</summary>
    public ReplacedType? Type { get; init; }

    /// <summary>The field that begins with the code, for <see cref="StepKind.Initialiser"/>.</summary>
    public AddedField? Field { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{KindText} {MemberName.Describe(Member)}";

    private string KindText => Kind switch
    {
        StepKind.Body => "body",
        StepKind.Override => "override",
        StepKind.Accessor or StepKind.MovedAccessor => "accessor",
        StepKind.CastAnswer => "casts of",
        StepKind.Slot => "tests for",
        StepKind.SlotByReference => "tests by reference for",
        StepKind.Initialiser => "value of",
        StepKind.Type => "type",
        StepKind.MovedBody => "moved body",
        StepKind.Lambda => "woven lambda",
        _ => "bridges of",
    };
}

/// <summary>What a step makes.</summary>
internal enum StepKind
{
    /// <summary>A static method with a new body.</summary>
    Body,

    /// <summary>An override of a dispatch method, with the new body in it.</summary>
    Override,

    /// <summary>A static method that stands for an accessor of what only the patch has.</summary>
    Accessor,

    /// <summary>What a class answers to casts.</summary>
    CastAnswer,

    /// <summary>The method that tests the object's type for a virtual method.</summary>
    Slot,

    /// <summary>The same for a receiver that comes by reference.</summary>
    SlotByReference,

    /// <summary>The code that gives an added field its first value.</summary>
    Initialiser,

    /// <summary>The members of a type that moves into the patch.</summary>
    Type,

    /// <summary>A body of such a type.</summary>
    MovedBody,

    /// <summary>The stub of a lambda in a closure class that moves.</summary>
    Lambda,

    /// <summary>An accessor in a type that moves.</summary>
    MovedAccessor,

    /// <summary>What a type that moves implements interfaces with.</summary>
    Bridge,
}
