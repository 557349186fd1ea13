namespace HotWeave.Diagnostics;

/// <summary>The messages about objects that must not be alive when a version becomes current, and the look for them.</summary>
internal static class LookDiagnostics
{
    internal static readonly SwapDiagnostic NeedsCensus = new("HW6530", SwapFailureKind.Refused,
        "The version may become current only while no object of {0}, nor of what derives from it, is alive: only constructors know what its new fields hold ({1}). "
        + "Nothing has changed. Have the process looked at: hotweave apply --if-none-alive, or SwapOptions.TakeCensus.");

    internal static readonly SwapDiagnostic ObjectsAlive = new("HW6531", SwapFailureKind.Refused,
        "No object of {0} may be alive, and there are: {1}. Nothing has changed. Try again when they have gone, set the new fields for objects that exist in a method "
        + "marked [InitializeExisting] and make the patch again, or deploy with a restart.");

    internal static readonly SwapDiagnostic HeapNotSeen = new("HW6532",
        "The heap could not be looked at: {0}. Nothing has changed. Try again, or deploy with a restart.");

    internal static readonly SwapDiagnostic MadeMeanwhile = new("HW6533",
        "None of the objects that must not be alive was there, but while the swap looked, deployed code may have made one: {0}. Nothing has changed. Try again at a quieter "
        + "time, or make what calls that a unit of work, which waits.");

    internal static readonly SwapDiagnostic UnmadeReplacedBefore = new("HW6534", SwapFailureKind.Refused,
        "No object of {0} may be alive, and the patch {1} replaced the type in this process before: what it left running may make objects without being seen. Nothing has "
        + "changed. Set the new fields for objects that exist in a method marked [InitializeExisting] and make the patch again, or deploy with a restart.");

    internal static readonly SwapDiagnostic UnmadeNotConfirmed = new("HW6535", SwapFailureKind.Refused,
        "A version that became current because no object of {0} was alive cannot be confirmed, since a start could not look whether one is. A restart goes back to the "
        + "deployed build; deploy the new one with it.");

    internal static readonly SwapDiagnostic UnmadeOfGhost = new("HW6536", SwapFailureKind.Refused,
        "No object of {0} may be alive, and its assembly was woven in memory, so that code which runs may make one without being seen. Nothing has changed. Set the new "
        + "fields for objects that exist in a method marked [InitializeExisting] and make the patch again, or deploy with a restart.");

    internal static readonly SwapDiagnostic UnmadeOnTrial = new("HW6537", SwapFailureKind.Refused,
        "The current version became current because no object of {0} was alive, and the one after it has no such condition, so that a trial which fails could not give the process "
        + "back to it. Nothing has changed. Apply the patch without a trial.");
}
