using Microsoft.AspNetCore.Http;

namespace HotWeave.AspNetCore.Units;

/// <summary>Whether a request's unit has failed. What the client did wrong, going away among it, is no failure of the version that answered.</summary>
internal static class RequestOutcome
{
    internal static bool IsFailure(int status) => status >= StatusCodes.Status500InternalServerError;

    internal static bool IsFailure(Exception thrown, CancellationToken clientGone) => thrown switch
    {
        BadHttpRequestException bad => IsFailure(bad.StatusCode),
        OperationCanceledException or IOException => !clientGone.IsCancellationRequested,
        _ => true,
    };
}
