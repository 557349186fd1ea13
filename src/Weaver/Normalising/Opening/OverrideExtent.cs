namespace HotWeave.Weaver.Normalising.Opening;

/// <summary>Which methods from outside a type gets overrides of.</summary>
internal enum OverrideExtent
{
    /// <summary>None.</summary>
    None,

    /// <summary>Those that nobody asks for (<see cref="CommonOverridables"/>).</summary>
    Common,

    /// <summary>All, but those without which .NET compares a struct by its bits.</summary>
    ButBits,

    /// <summary>All.</summary>
    All,
}
