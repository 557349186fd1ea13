using System.Diagnostics;

namespace HotWeave.Operations;

/// <summary>Where it is written down how operations ended. Never makes one fail.</summary>
internal interface IOperationLog
{
    /// <summary>An operation came to its end; its result is null when there was nothing to do.</summary>
    /// <returns>The result, with a warning if the log could not be written.</returns>
    T Ended<T>(Operation operation, T result, Activity? activity);

    void Refused(Operation operation, SwapException reason, Activity? activity);

    void Cancelled(Operation operation, Activity? activity);
}
