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

    /// <summary>Sees to it that the application has them, as constructors would get them.</summary>
    /// <exception cref="SwapException">HW6511.</exception>
    internal static void Check(SwapVersion from, SwapVersion to)
    {
        foreach (var patch in to.Content!.Patches.Where(p => !from.Content!.Uses(p)))
        {
            foreach (var need in patch.Assembly.GetCustomAttributes<ServiceNeedAttribute>())
            {
                if ((ServiceSource.Current is { } source ? source.FindObstacle(need.Owner, need.Service) : NoApplication) is { } obstacle)
                    throw SwapDiagnostics.NoService.Refuse(need.Owner, need.Service, obstacle);
            }
        }
    }
}
