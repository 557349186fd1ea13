using System.Reflection;
using HotWeave.Diagnostics;
using HotWeave.Frameworks;
using HotWeave.Runtime;
using HotWeave.Versions;

namespace HotWeave.CodeChange;

/// <summary>The services that objects which exist get in fields that a patch adds.</summary>
internal static class ServiceNeeds
{
    private const string NoApplication = "no running application of this process has called AddHotWeave()";

    /// <summary>
    /// What sees to it that the application has them, as constructors would get them; null where objects need none. It throws HW6511.
    /// </summary>
    internal static Action? Find(SwapVersion from, SwapVersion to)
    {
        List<ServiceNeedAttribute> needs =
            [.. to.Content!.Patches.Where(p => !from.Content!.Uses(p)).SelectMany(static p => p.Assembly.GetCustomAttributes<ServiceNeedAttribute>())];
        return needs.Count == 0 ? null : () => needs.ForEach(Check);
    }

    private static void Check(ServiceNeedAttribute need)
    {
        if ((ServiceSource.Current is { } source ? source.FindObstacle(need.Owner, need.Service) : NoApplication) is { } obstacle)
            throw SwapDiagnostics.NoService.Refuse(need.Owner, need.Service, obstacle);
    }
}
