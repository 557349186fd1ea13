namespace HotWeave.MSBuild.State;

/// <summary>Which overrides of methods from outside patches shall be able to add: what <c>HotWeaveOverrides</c> says.</summary>
internal enum OverrideSetting
{
    /// <summary>Those that no framework asks for.</summary>
    Common,

    /// <summary>All.</summary>
    All,

    /// <summary>None, but where an attribute says so.</summary>
    None,
}
