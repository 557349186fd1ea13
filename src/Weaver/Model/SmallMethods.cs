namespace HotWeave.Weaver;

/// <summary>What happens to small methods when an assembly is woven.</summary>
public enum SmallMethods
{
    /// <summary>They get no stub; a change of one makes its callers in swappable types part of the patch.</summary>
    Leave,

    /// <summary>They are exports like all others.</summary>
    Export,
}
