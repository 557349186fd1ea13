namespace HotWeave.Survey.Mutants;

/// <summary>How one instruction is changed.</summary>
internal enum MutationKind
{
    /// <summary>A cast, box or unbox is left out.</summary>
    ConversionDropped,

    /// <summary>Another local variable or argument.</summary>
    OtherVariable,

    /// <summary>Another method, field or type of those that the module names.</summary>
    OtherMember,

    /// <summary>A constant of another type.</summary>
    OtherConstant,

    /// <summary>Another instruction that takes and gives as many values, of other types.</summary>
    OtherInstruction,

    /// <summary>The instruction is left out, doubled, or followed by a pop or dup.</summary>
    OtherStackEffect,

    /// <summary>A branch goes elsewhere in the body, or out of a block without leaving it.</summary>
    OtherTarget,
}
