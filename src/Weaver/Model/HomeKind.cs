namespace HotWeave.Weaver.Model;

/// <summary>What calls of a method mean that stands in a patch for a member of a deployed type.</summary>
internal enum HomeKind
{
    /// <summary>The member's own body.</summary>
    Plain,

    /// <summary>The most derived body; a method group of <c>base.M()</c> is plain.</summary>
    Virtual,

    /// <summary>The member's own body, on a struct in a box: delegates of methods of structs have one for their target.</summary>
    Boxed,

    /// <summary>
    /// The member's own body, without the object: a lambda that captures nothing, in a class whose one object has no state. Delegates of
    /// it have no target, so that whoever looks at their method sees the lambda's parameters and no other.
    /// </summary>
    Open,
}
