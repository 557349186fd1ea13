using Microsoft.AspNetCore.Http;

namespace HotWeave.Dashboard.Serving;

/// <summary>What holds for every address of a dashboard: who is answered, and what the browser may do with the answer.</summary>
internal static class GuardedAnswer
{
    private const string ContentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Answers those who may be answered.</summary>
    /// <param name="settings">Who that is.</param>
    /// <param name="segments">How many segments of the address are the dashboard's.</param>
    /// <param name="answer">The answer.</param>
    public static RequestDelegate Guard(DashboardSettings settings, int segments, Func<PageRequest, Task> answer) => context =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        return DashboardGuard.FindRefusal(context, settings) is { } refusal
            ? TextAnswer.WriteAsync(context, StatusCodes.Status403Forbidden, refusal)
            : answer(PageRequest.Read(context, segments));
    };
}
