using System.Collections.Concurrent;
using HotWeave.Dashboard.Auditing;
using HotWeave.Dashboard.Diagnostics;
using HotWeave.Dashboard.Markup;
using HotWeave.Dashboard.Operations;
using HotWeave.Dashboard.Pages;
using HotWeave.Dashboard.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HotWeave.Dashboard.Serving;

/// <summary>The addresses of a dashboard.</summary>
internal sealed class DashboardEndpoints
{
    private static readonly string s_policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private readonly IDashboardProcesses _processes;
    private readonly DashboardSettings _settings;
    private readonly TimeProvider _clock;
    private readonly FormTokens _tokens = new();
    private readonly DashboardActions _actions;
    private readonly ConcurrentDictionary<string, ProcessWatch> _watches = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AuditTail> _logs = new(StringComparer.Ordinal);
    private readonly Page[] _pages;

    public DashboardEndpoints(IDashboardProcesses processes, DashboardSettings settings, TimeProvider clock)
    {
        _processes = processes;
        _settings = settings;
        _clock = clock;
        _actions = new DashboardActions(settings, _tokens, clock);
        _pages =
        [
            new Page("versions", "Versions", v => VersionsPage.Draw(v, ReadAudit(v))),
            new Page("units", "Units", UnitsPage.Draw),
            new Page("trial", "Trial", TrialPage.Draw),
            new Page("patches", "Patches", PatchesPage.Draw),
            new Page("audit", "Audit", v => AuditPage.Draw(v, ReadAudit(v))),
            new Page("health", "Health", v => HealthPage.Draw(v, ReadAudit(v))),
        ];
    }

    /// <summary>Maps them.</summary>
    /// <param name="group">The group that they stand in.</param>
    public void Map(RouteGroupBuilder group)
    {
        Get(group, "/", 0, ListAsync);
        Get(group, "/assets/{name}", 2, static r => EmbeddedAsset.WriteAsync(r.Context, r.Part("name")));
        Get(group, "/{process}", 1, RedirectAsync);
        Get(group, "/{process}/status", 2, r => OfProcessAsync(r, WriteStatusAsync));
        Get(group, "/{process}/live/{page}", 3, r => OfProcessAsync(r, StreamAsync));
        Get(group, "/{process}/results/{number}", 3, r => OfProcessAsync(r, WriteResultAsync));
        Get(group, "/{process}/{page}", 2, r => OfProcessAsync(r, WritePageAsync));
        var act = group.MapPost("/{process}/do/{operation}", Guard(3, r => OfProcessAsync(r, DoAsync)));
        if (_settings.ActionPolicy is { } policy)
            act.RequireAuthorization(policy);
    }

    private void Get(RouteGroupBuilder group, string pattern, int segments, Func<PageRequest, Task> answer) => group.MapGet(pattern, Guard(segments, answer));

    private RequestDelegate Guard(int segments, Func<PageRequest, Task> answer) => context =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = s_policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        return DashboardGuard.FindRefusal(context, _settings) is { } refusal
            ? WriteTextAsync(context, StatusCodes.Status403Forbidden, refusal)
            : answer(PageRequest.Read(context, segments));
    };

    private async Task ListAsync(PageRequest request)
    {
        if (_processes.Only is { } only)
            request.Context.Response.Redirect($"{request.Root}/{Uri.EscapeDataString(only.Key)}/versions");
        else
            await WriteAsync(request.Context, ProcessesPage.Draw(request.Root, await _processes.ListAsync(request.Aborted).ConfigureAwait(false))).ConfigureAwait(false);
    }

    private static Task RedirectAsync(PageRequest request)
    {
        request.Context.Response.Redirect($"{request.Root}/{Uri.EscapeDataString(request.Part("process"))}/versions");
        return Task.CompletedTask;
    }

    private Task OfProcessAsync(PageRequest request, Func<PageRequest, ProcessWatch, Task> answer)
    {
        var key = request.Part("process");
        if (_processes.Find(key) is not { } process)
        {
            // Who had been looked at is shown as it was last.
            return _watches.TryGetValue(key, out var watch)
                ? answer(request, watch)
                : WriteTextAsync(request.Context, StatusCodes.Status404NotFound, DashboardDiagnostics.NoSuchProcess.Say(key));
        }

        return answer(request, _watches.GetOrAdd(key, _ => new ProcessWatch(process, _clock)));
    }

    private static async Task WriteStatusAsync(PageRequest request, ProcessWatch watch)
    {
        try
        {
            var status = await watch.Process.ReadStatusAsync(request.Aborted).ConfigureAwait(false);
            request.Context.Response.ContentType = "application/json; charset=utf-8";
            await request.Context.Response.WriteAsync(status, request.Aborted).ConfigureAwait(false);
        }
        catch (NoAnswerException e)
        {
            await WriteTextAsync(request.Context, StatusCodes.Status503ServiceUnavailable, e.Message).ConfigureAwait(false);
        }
    }

    private async Task WritePageAsync(PageRequest request, ProcessWatch watch)
    {
        if (FindPage(request) is not { } page)
        {
            request.Context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var permission = await request.FindPermissionAsync(_settings, _tokens).ConfigureAwait(false);
        var seen = await watch.LookAsync(request.Aborted).ConfigureAwait(false);
        await WriteAsync(request.Context, PageFrame.Draw(request.View(watch.Process, seen, permission), page, _pages)).ConfigureAwait(false);
    }

    private async Task StreamAsync(PageRequest request, ProcessWatch watch)
    {
        if (FindPage(request) is not { } page)
        {
            request.Context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var permission = await request.FindPermissionAsync(_settings, _tokens).ConfigureAwait(false);
        var stopping = request.Context.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, stopping);
        await LiveStream.WriteAsync(
            request.Context,
            async cancellation => PageFrame.DrawPanels(request.View(watch.Process, await watch.LookAsync(cancellation).ConfigureAwait(false), permission), page),
            cancellation => Task.Delay(ProcessWatch.Period, _clock, cancellation),
            ended.Token).ConfigureAwait(false);
    }

    private async Task DoAsync(PageRequest request, ProcessWatch watch)
    {
        try
        {
            var result = await _actions.DoAsync(request, watch.Process).ConfigureAwait(false);
            watch.Forget();
            // See Other: to load what comes is to look, not to do it again.
            request.Context.Response.StatusCode = StatusCodes.Status303SeeOther;
            request.Context.Response.Headers.Location = $"{request.Root}/{Uri.EscapeDataString(watch.Process.Key)}/results/{result.Number}";
        }
        catch (UploadException e)
        {
            await WriteTextAsync(request.Context, e.Status, e.Message).ConfigureAwait(false);
        }
    }

    private async Task WriteResultAsync(PageRequest request, ProcessWatch watch)
    {
        if (_actions.Results.Find(watch.Process.Key, request.Part("number")) is not { } result)
        {
            request.Context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var permission = await request.FindPermissionAsync(_settings, _tokens).ConfigureAwait(false);
        var view = request.View(watch.Process, await watch.LookAsync(request.Aborted).ConfigureAwait(false), permission);
        var page = new Page("result", "Result", v => ResultPage.Draw(v, result)) { IsLive = false };
        await WriteAsync(request.Context, PageFrame.Draw(view, page, _pages)).ConfigureAwait(false);
    }

    private Page? FindPage(PageRequest request) => Array.Find(_pages, p => p.Name == request.Part("page"));

    private AuditReading? ReadAudit(PageView view) => view.Status.AuditLog is { Length: > 0 } log
        ? _logs.GetOrAdd(view.Process.FindLog(log), static path => new AuditTail(path)).Read()
        : null;

    private static Task WriteAsync(HttpContext context, Html page)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(page.ToString(), context.RequestAborted);
    }

    private static Task WriteTextAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }
}
