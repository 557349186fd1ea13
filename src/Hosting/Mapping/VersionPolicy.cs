using HotWeave.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace HotWeave.AspNetCore.Mapping;

/// <summary>
/// Gives each request the end points of its own version while several are live. Asked for routes of such end points only, so it costs nothing
/// at other times.
/// </summary>
internal sealed class VersionPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    // Before policies that choose among candidates by what they say.
    public override int Order => -10_000;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(static e => e.Metadata.GetMetadata<LiveVersions>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var version = Transition.CallersEpoch().Version;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && candidates[i].Endpoint.Metadata.GetMetadata<LiveVersions>() is { } live && !live.Have(version))
                candidates.SetValidity(i, false);
        }

        return Task.CompletedTask;
    }
}
