namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>Who answers for a member that a new body names.</summary>
internal enum BindingKind
{
    /// <summary>The deployed member: a method's stub finds the version.</summary>
    Deployed,

    /// <summary>The patch's static method with the new body.</summary>
    Body,

    /// <summary>The version that the caller belongs to, asked by the method's name.</summary>
    Late,

    /// <summary>A method of the patch that tests the object's type, for a method table that has no slot.</summary>
    Slot,

    /// <summary>The patch's method that makes the object and runs the new constructor.</summary>
    Factory,

    /// <summary>The woven method that delegates of an added member name.</summary>
    Home,

    /// <summary>The same for a delegate of what the object's type has; a null receiver throws.</summary>
    SlotHome,

    /// <summary>The accessors of an added field.</summary>
    Cell,

    /// <summary>The patch's own cache of a generated type.</summary>
    Cache,

    /// <summary>The patch's own data, computed by the compiler from literals, or what reads it.</summary>
    Data,
}

/// <summary>What code asks of who it is.</summary>
internal enum IdentityKind
{
    /// <summary><c>MemberwiseClone</c>: the clone gets its own copies of added fields.</summary>
    Clone,

    /// <summary>A method that looks up names for its caller's assembly.</summary>
    Caller,

    /// <summary>The executing assembly.</summary>
    Assembly,

    /// <summary>The current method.</summary>
    Method,

    /// <summary>A type whose assembly, or whose view of others, is asked for.</summary>
    Type,

    /// <summary>A look-up of embedded resources: those of the patch come first.</summary>
    Resource,
}
