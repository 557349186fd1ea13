using Microsoft.AspNetCore.Http;

namespace HotWeave.Dashboard.Serving;

/// <summary>The script and the style sheet, which are parts of the assembly.</summary>
internal static class EmbeddedAsset
{
    /// <summary>Answers with one; with 404 where there is none of that name.</summary>
    public static async Task WriteAsync(HttpContext context, string name)
    {
        var type = name switch
        {
            "dashboard.css" => "text/css; charset=utf-8",
            "dashboard.js" => "text/javascript; charset=utf-8",
            _ => null,
        };
        if (type is null || typeof(EmbeddedAsset).Assembly.GetManifestResourceStream("HotWeave.Dashboard." + name) is not { } asset)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using (asset)
        {
            context.Response.ContentType = type;
            context.Response.ContentLength = asset.Length;
            await asset.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
