using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;

namespace HotWeave.AspNetCore.Requests;

/// <summary>Endpoints whose requests are no units.</summary>
internal static class OutsideEndpoints
{
    // What MapHealthChecks calls its endpoints; they have no other mark.
    private const string HealthChecks = "Health checks";

    /// <summary>A hub's requests open, poll and feed a connection that lives on; its invocations are the units.</summary>
    internal static bool Contains(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<OutsideUnitsAttribute>() is not null
        || endpoint.Metadata.GetMetadata<HubMetadata>() is not null
        || endpoint.DisplayName == HealthChecks;
}
