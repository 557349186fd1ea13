namespace HotWeave;

/// <summary>Where a version is in its life.</summary>
public enum VersionState
{
    /// <summary>New calls run it: on probation until it is confirmed (<see cref="VersionStatus.Confirmed"/>).</summary>
    Current,

    /// <summary>Another version is current; a share of the new units of work gets this one, until its trial ends.</summary>
    Canary,

    /// <summary>Another version is current; units of work that began on this one still run.</summary>
    Draining,

    /// <summary>Drained: another version is current and no unit of work runs this one, which stays loaded and can be turned to again. Calls that were in it when it was replaced may still run.</summary>
    Superseded,

    /// <summary>It was left for an earlier version; otherwise as superseded.</summary>
    RolledBack,

    /// <summary>It was reclaimable and HotWeave has let go of it; something in the process (a running call, a delegate, an object) still holds its code. It cannot be turned to any more.</summary>
    Unloading,

    /// <summary>It was reclaimable and its code is gone.</summary>
    Unloaded,
}
