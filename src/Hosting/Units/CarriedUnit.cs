using Microsoft.AspNetCore.Http.Features;

namespace HotWeave.AspNetCore.Units;

/// <summary>The unit that a request of this process to itself belongs to, as <see cref="CarryUnitHandler"/> sends it along.</summary>
internal static class CarriedUnit
{
    internal const string Header = "hotweave-unit";

    /// <summary>None for a request from elsewhere: another process does not know what units of this one are called.</summary>
    internal static CapturedUnit Read(IHttpRequestFeature request) =>
        request.Headers.TryGetValue(Header, out var tag) ? CapturedUnit.FromTag(tag) : default;
}
