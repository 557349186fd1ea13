using System.Reflection;

namespace HotWeave.Frameworks;

/// <summary>What a version means for the actions of one deployed controller.</summary>
/// <param name="Controller">The deployed controller.</param>
/// <param name="Class">The class of the patch that derives from it and has the actions which the version adds; null where it adds none.</param>
/// <param name="Hidden">The deployed actions that the version does not have.</param>
internal sealed record ServedActions(Type Controller, Type? Class, IReadOnlyList<MethodBase> Hidden)
{
    /// <summary>Whether the version does not have the controller at all.</summary>
    internal bool HidesAll => Class is null && Hidden.Count == 0;

    /// <summary>Reads what the patch says: the controller, then the class if there is one, then the hidden actions.</summary>
    internal static ServedActions Read(object[] listed) => new(
        (Type)listed[0],
        listed.Length > 1 ? listed[1] as Type : null,
        [.. listed.OfType<RuntimeMethodHandle>().Select(static h => MethodBase.GetMethodFromHandle(h)!)]);
}
