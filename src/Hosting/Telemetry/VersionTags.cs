using System.Diagnostics;
using HotWeave.AspNetCore.Units;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HotWeave.AspNetCore.Telemetry;

/// <summary>Says in a request's activity and metric which version answers it.</summary>
internal static class VersionTags
{
    internal const string Name = "hotweave.version";

    internal static void Set(HttpContext context, RequestUnit unit)
    {
        if (unit.Options.TagActivities && Activity.Current is not null && context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity)
            activity.SetTag(Name, unit.Version!.Value.Value);
        if (unit.Options.TagMetrics && context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics)
            metrics.Tags.Add(new(Name, unit.Version!.Value.Value));
    }
}
