using HotWeave.Dashboard.Diagnostics;
using HotWeave.Dashboard.Markup;
using HotWeave.Dashboard.Pages;
using HotWeave.Dashboard.Serving;
using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Rollouts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HotWeave.Tool.Dashboards.Fleet;

/// <summary>The addresses of a fleet's page, beside those of the processes of this machine.</summary>
/// <param name="fleet">The fleet.</param>
/// <param name="settings">How the dashboard is served.</param>
internal sealed class FleetEndpoints(ShownFleet fleet, DashboardSettings settings)
{
    private readonly FleetLook _look = new(fleet, TimeProvider.System);
    private readonly FormTokens _tokens = new();

    /// <summary>Maps them.</summary>
    /// <param name="group">The group that they stand in.</param>
    public void Map(RouteGroupBuilder group)
    {
        group.MapGet("/fleet", GuardedAnswer.Guard(settings, 1, WritePageAsync));
        group.MapGet("/fleet/live", GuardedAnswer.Guard(settings, 2, StreamAsync));
        var act = group.MapPost("/fleet/do/{operation}", GuardedAnswer.Guard(settings, 3, DoAsync));
        if (settings.ActionPolicy is { } policy)
            act.RequireAuthorization(policy);
    }

    private async Task WritePageAsync(PageRequest request)
    {
        var permission = await request.FindPermissionAsync(settings, _tokens).ConfigureAwait(false);
        var seen = await _look.LookAsync(request.Aborted).ConfigureAwait(false);
        var panels = FleetPage.Draw(request.Root, seen, permission).Select(static p =>
            Html.Write($"""<section id="{p.Id}">{p.Content}</section>"""));
        var page = PageFrame.Draw(request.Root, $"Fleet · {fleet.Application}", Html.None, Html.Write($"""
            <h1>Fleet <small>{fleet.Application}</small></h1>
            <p class="note"><a href="{request.Root}/">Processes of this machine</a></p>
            <p id="connection" role="status" hidden></p>
            <div data-live="{request.Root}/fleet/live">{Html.Join(panels)}</div>
            """));
        request.Context.Response.ContentType = "text/html; charset=utf-8";
        await request.Context.Response.WriteAsync(page.ToString(), request.Aborted).ConfigureAwait(false);
    }

    private async Task StreamAsync(PageRequest request)
    {
        var permission = await request.FindPermissionAsync(settings, _tokens).ConfigureAwait(false);
        var lifetime = request.Context.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, lifetime.ApplicationStopping);
        await LiveStream.WriteAsync(
            request.Context,
            async cancellation => FleetPage.Draw(request.Root, await _look.LookAsync(cancellation).ConfigureAwait(false), permission),
            static cancellation => Task.Delay(FleetLook.Period, cancellation),
            ended.Token).ConfigureAwait(false);
    }

    private async Task DoAsync(PageRequest request)
    {
        try
        {
            await DoAsync(request, await ReadFieldsAsync(request.Context).ConfigureAwait(false)).ConfigureAwait(false);
            _look.Forget();
            request.Context.Response.StatusCode = StatusCodes.Status303SeeOther;
            request.Context.Response.Headers.Location = $"{request.Root}/fleet";
        }
        catch (UploadException e)
        {
            await TextAnswer.WriteAsync(request.Context, e.Status, e.Message).ConfigureAwait(false);
        }
        catch (FleetException e)
        {
            await TextAnswer.WriteAsync(request.Context, StatusCodes.Status409Conflict, $"{e.Code}: {e.Message}").ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> ReadFieldsAsync(HttpContext context)
    {
        if (settings.ActionPolicy is null)
            throw new UploadException(StatusCodes.Status403Forbidden, DashboardDiagnostics.ReadOnly.Say("no policy says who may act here"));
        if (FormTokens.FindForeignOrigin(context.Request) is { } foreign)
            throw new UploadException(StatusCodes.Status400BadRequest, DashboardDiagnostics.Forged.Say(foreign));
        return (await UploadReader.ReadAsync(context, settings, token => _tokens.FindProblem(context, token)).ConfigureAwait(false)).Fields;
    }

    private async Task DoAsync(PageRequest request, IReadOnlyDictionary<string, string> fields)
    {
        try
        {
            var @operator = new FleetOperator(fleet.Store, fleet.Application, request.UserName, TimeProvider.System);
            await new FleetForm(fields).DoAsync(request.Part("operation"), @operator, request.Aborted).ConfigureAwait(false);
        }
        catch (FormatException e)
        {
            throw new UploadException(StatusCodes.Status400BadRequest, DashboardDiagnostics.Senseless.Say(e.Message));
        }
    }
}
