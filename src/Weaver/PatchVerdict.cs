namespace HotWeave.Weaver;

/// <summary>What a comparison of two builds comes to.</summary>
public enum PatchVerdict
{
    /// <summary>The inputs or the output were refused; nothing can be said of the change.</summary>
    None,

    /// <summary>The patch does all that the new build does.</summary>
    Live,

    /// <summary>The change goes live; warnings say what stays on old code.</summary>
    LiveWithRemarks,

    /// <summary>No patch can carry the change; errors say why.</summary>
    Restart,
}
