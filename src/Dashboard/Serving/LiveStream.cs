using System.Text;
using System.Text.Json;
using HotWeave.Dashboard.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HotWeave.Dashboard.Serving;

/// <summary>
/// Shows a page on as it changes: server-sent events, each a panel that is other than it was. The stream is the clock: it ends with who looks, and with it
/// all work for him.
/// </summary>
internal static class LiveStream
{
    private static readonly byte[] s_nothing = ": nothing new\n\n"u8.ToArray();
    private const int RoundsOfSilence = 15;

    // Then the browser comes anew, and is asked anew who it is.
    private const int MostRounds = 600;

    /// <summary>Runs until who looks has gone, or the application stops.</summary>
    /// <param name="context">The request.</param>
    /// <param name="draw">Draws the page's panels as they are now.</param>
    /// <param name="wait">Waits for the next round.</param>
    /// <param name="ended">Signalled when who looks has gone, or the application stops.</param>
    public static async Task WriteAsync(
        HttpContext context, Func<CancellationToken, Task<IEnumerable<Panel>>> draw, Func<CancellationToken, Task> wait, CancellationToken ended)
    {
        context.Response.ContentType = "text/event-stream";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var shown = new Dictionary<string, string>(StringComparer.Ordinal);
        var silent = 0;
        try
        {
            for (var round = 0; round < MostRounds; round++)
            {
                var news = Encode(await draw(ended).ConfigureAwait(false), shown);
                silent = news.Length > 0 ? 0 : silent + 1;
                // A proxy closes what is silent, and who has gone is noticed by writing.
                if (news.Length > 0 || silent % RoundsOfSilence == 0)
                {
                    await context.Response.Body.WriteAsync(news.Length > 0 ? news : s_nothing, ended).ConfigureAwait(false);
                    await context.Response.Body.FlushAsync(ended).ConfigureAwait(false);
                }

                await wait(ended).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
    }

    private static byte[] Encode(IEnumerable<Panel> panels, Dictionary<string, string> shown)
    {
        var events = new StringBuilder();
        foreach (var panel in panels)
        {
            var content = panel.Content.ToString();
            if (shown.TryGetValue(panel.Id, out var before) && before == content)
                continue;
            shown[panel.Id] = content;
            events.Append("event: panel\ndata: {\"id\":\"").Append(JsonEncodedText.Encode(panel.Id));
            events.Append("\",\"html\":\"").Append(JsonEncodedText.Encode(content)).Append("\"}\n\n");
        }

        return Encoding.UTF8.GetBytes(events.ToString());
    }
}
