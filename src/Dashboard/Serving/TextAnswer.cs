using Microsoft.AspNetCore.Http;

namespace HotWeave.Dashboard.Serving;

/// <summary>An answer that is no page: why there is none.</summary>
internal static class TextAnswer
{
    /// <summary>Answers with a line of text.</summary>
    public static Task WriteAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }
}
