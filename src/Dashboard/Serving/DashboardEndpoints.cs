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
        Get(group, "/{process}/status", 2, r => AnswerForProcessAsync(r, WriteStatusAsync));
        Get(group, "/{process}/live/{page}", 3, r => AnswerForProcessAsync(r, StreamAsync));
        Get(group, "/{process}/results/{number}", 3, r => AnswerForProcessAsync(r, WriteResultAsync));
        Get(group, "/{process}/{page}", 2, r => AnswerForProcessAsync(r, WritePageAsync));
        var act = group.MapPost("/{process}/do/{operation}", Guard(3, r => AnswerForProcessAsync(r, DoAsync)));
        if (_settings.ActionPolicy is { } policy)
            act.RequireAuthorization(policy);
    }

    private void Get(RouteGroupBuilder group, string pattern, int segments, Func<PageRequest, Task> answer) =>
        group.MapGet(pattern, Guard(segments, answer));

    private RequestDelegate Guard(int segments, Func<PageRequest, Task> answer) => GuardedAnswer.Guard(_settings, segments, answer);

    private async Task ListAsync(PageRequest request)
    {
        if (_processes.Only is { } only)
        {
            RedirectToVersions(request, only.Key);
            return;
        }

        var processes = await _processes.ListAsync(request.Aborted).ConfigureAwait(false);
        await WriteAsync(request.Context, ProcessesPage.Draw(request.Root, processes)).ConfigureAwait(false);
    }

    private static Task RedirectAsync(PageRequest request)
    {
        RedirectToVersions(request, request.Part("process"));
        return Task.CompletedTask;
    }

    private static void RedirectToVersions(PageRequest request, string process) =>
        request.Context.Response.Redirect($"{request.Root}/{Uri.EscapeDataString(process)}/versions");

    private Task AnswerForProcessAsync(PageRequest request, Func<PageRequest, ProcessWatch, Task> answer)
    {
        var key = request.Part("process");
        // Who is there no more, and had been looked at, is shown as it was last.
        var watch = _processes.Find(key) is { } process
            ? _watches.GetOrAdd(key, _ => new ProcessWatch(process, _clock))
            : _watches.GetValueOrDefault(key);
        return watch is not null
            ? answer(request, watch)
            : TextAnswer.WriteAsync(request.Context, StatusCodes.Status404NotFound, DashboardDiagnostics.NoSuchProcess.Say(key));
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
            await TextAnswer.WriteAsync(request.Context, StatusCodes.Status503ServiceUnavailable, e.Message).ConfigureAwait(false);
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
            async cancellation =>
            {
                var seen = await watch.LookAsync(cancellation).ConfigureAwait(false);
                return PageFrame.DrawPanels(request.View(watch.Process, seen, permission), page);
            },
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
            await TextAnswer.WriteAsync(request.Context, e.Status, e.Message).ConfigureAwait(false);
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
}
