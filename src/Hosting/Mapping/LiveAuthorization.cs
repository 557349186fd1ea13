using Microsoft.AspNetCore.Authorization;

namespace HotWeave.AspNetCore.Mapping;

/// <summary>Who may ask for what only some live versions have: whoever is refused by either build is refused.</summary>
internal static class LiveAuthorization
{
    /// <summary>
    /// What an end point says, with all authorisation that others for the same requests ask for; open to everybody only where all of them
    /// are.
    /// </summary>
    /// <param name="own">The end point's metadata.</param>
    /// <param name="others">Those of the others.</param>
    internal static IEnumerable<object> Join(IEnumerable<object> own, IReadOnlyList<IEnumerable<object>> others)
    {
        var isOpen = others.All(static o => o.Any(static m => m is IAllowAnonymous));
        return own.Where(m => isOpen || m is not IAllowAnonymous)
            .Concat(others.SelectMany(static o => o)
                .Where(static m => m is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData));
    }
}
