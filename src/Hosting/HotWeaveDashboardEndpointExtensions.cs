using System.Diagnostics.CodeAnalysis;
using HotWeave.AspNetCore;
using HotWeave.AspNetCore.Dashboards;
using HotWeave.Dashboard.Serving;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The dashboard of an application.</summary>
public static class HotWeaveDashboardEndpointExtensions
{
    private const string UsualPattern = "/hotweave/dashboard";

    /// <summary>
    /// Maps pages that show, and let those who may steer, the versions of this process: <c>docs/dashboard.md</c>. They are shown to whoever
    /// meets the authorisation policy that is attached (<c>RequireAuthorization()</c>); where none is, only to requests from this machine's
    /// loopback address, by its name, that no proxy has passed on (HW7052). They change nothing unless
    /// <see cref="HotWeaveDashboardOptions.ActionPolicy"/> says who may.
    /// </summary>
    /// <param name="endpoints">The application's endpoints.</param>
    /// <param name="pattern">The address below which the pages stand.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <returns>The group of the pages, for what is to hold for all of them, such as <c>RequireAuthorization()</c>.</returns>
    public static RouteGroupBuilder MapHotWeaveDashboard(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern = UsualPattern,
        Action<HotWeaveDashboardOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var options = new HotWeaveDashboardOptions();
        configure?.Invoke(options);
        var name = endpoints.ServiceProvider.GetService<IHostEnvironment>()?.ApplicationName ?? AppDomain.CurrentDomain.FriendlyName;
        var settings = new DashboardSettings { ActionPolicy = options.ActionPolicy, MostPatchBytes = options.MostPatchBytes };
        var group = endpoints.MapGroup(pattern).OutsideUnits();
        new DashboardEndpoints(new OwnProcess(name), settings, TimeProvider.System).Map(group);
        return group;
    }

    /// <summary>Maps the same at its usual address.</summary>
    /// <param name="endpoints">The application's endpoints.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The group of the pages.</returns>
    public static RouteGroupBuilder MapHotWeaveDashboard(this IEndpointRouteBuilder endpoints, Action<HotWeaveDashboardOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return endpoints.MapHotWeaveDashboard(UsualPattern, configure);
    }
}
