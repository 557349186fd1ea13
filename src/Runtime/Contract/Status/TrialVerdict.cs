namespace HotWeave;

/// <summary>What was found of a version on trial.</summary>
public enum TrialVerdict
{
    /// <summary>Not known yet.</summary>
    Pending,

    /// <summary>The window is over and its units did as well as they must: everybody has it now.</summary>
    Succeeded,

    /// <summary>Its units failed more often or took longer than they may, beyond what chance explains: it was given back.</summary>
    Failed,

    /// <summary>The window is over and there were too few units, or too little difference, to say. It is held as it is, until an operator decides.</summary>
    Inconclusive,

    /// <summary>An operator decided before.</summary>
    Overruled,
}
