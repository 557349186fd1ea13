namespace HotWeave.Fleet.Contract;

/// <summary>What goes wrong between an application, its fleet and their store.</summary>
internal static class FleetDiagnostics
{
    /// <summary>The id of <see cref="NoStore"/>: it may be there again the next time.</summary>
    public const string StoreAway = "HW8402";

    public static FleetException Unreadable(string key, Exception cause) =>
        new(
            "HW8401",
            $"What lies under '{key}' in the store cannot be read: {cause.Message} Somebody else wrote it, or a much newer version; "
            + "delete the key if it is not needed.",
            cause);

    public static FleetException NoStore(string address, string why, Exception? cause = null) =>
        new(
            StoreAway,
            $"The store '{address}' cannot be used: {why}. Name it as nats://<host>:4222 or file:<folder>, and see that it runs and lets you in.",
            cause);

    public static FleetException NoSuchPatch(string digest, string application) =>
        new(
            "HW8403",
            $"No patch of {application} in the store begins with '{digest}', or several do. List them with 'hotweave fleet status', "
            + "publish it with 'hotweave fleet publish'.");

    public static FleetException NotStored(string digest) =>
        new("HW8411", $"Patch {digest} is wished of the instance, and the store does not have it. Publish it again with 'hotweave fleet publish'.");

    public static FleetException OtherPatch(string digest, string found) =>
        new("HW8404", $"What the store has as patch {digest} is {found}. It was damaged or exchanged, and nothing of it was loaded; publish the patch again.");

    public static FleetException RolloutUnderWay(int number, string label, string by) =>
        new("HW8405", $"Roll-out {number} of {label}, begun by {by}, is under way. Wait for its end, or end it with 'hotweave fleet abort'.");

    public static FleetException NoRollout(string application) =>
        new("HW8406", $"No roll-out of {application} is under way.");

    public static FleetException NoEarlierRelease(string application) =>
        new("HW8407", $"{application} has no earlier release to go back to.");

    public static FleetException BadApplication(string name) =>
        new("HW8408", $"'{name}' is no name for an application of a fleet. It has letters, digits, '-' and '_', and at most 100 of them.");

    public static FleetException Kept(string instance, string release, string reason) =>
        new(
            "HW8410",
            $"Instance '{instance}' keeps {release}, which it was to give back: {reason} It goes on trying; 'hotweave fleet status' shows it. "
            + "Mend what the reason names, or restart the instance.");

    public static FleetException InUse(string instance) =>
        new("HW8409", $"Another process reports as instance '{instance}'. Two instances need two names; set FleetOptions.Instance.");
}
