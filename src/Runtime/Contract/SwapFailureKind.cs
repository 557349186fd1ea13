namespace HotWeave;

/// <summary>What it says of the application that an operation did not come about.</summary>
public enum SwapFailureKind
{
    /// <summary>Something went wrong that somebody should look at: units did not end in time, a hook threw, a folder cannot be written.</summary>
    Failed,

    /// <summary>What was asked cannot be: a file that is no patch, or for another build, a version that there is not, another operation under way. The application is as well as before.</summary>
    Refused,

    /// <summary>
    /// What was asked for is so already: the patch is in force, the baseline is current. A script may take it for done, and the tool does:
    /// it exits with 0.
    /// </summary>
    NothingToDo,
}
