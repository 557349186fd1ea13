using System.Net;
using HotWeave.Dashboard.Serving;
using HotWeave.Tool.Dashboards.Fleet;
using HotWeave.Tool.Diagnostics;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HotWeave.Tool.Dashboards;

/// <summary>Serves the dashboard of the user's processes on this machine's loopback address, to whom the link lets in.</summary>
internal static class DashboardServer
{
    private const string Policy = "operator";

    /// <summary>Serves until the user has had enough.</summary>
    /// <param name="processes">The processes.</param>
    /// <param name="fleet">A fleet that is shown too; null for none.</param>
    /// <param name="port">The port; 0 for any.</param>
    /// <param name="mayAct">Whether the pages have forms.</param>
    /// <param name="say">Tells the user something at once.</param>
    /// <param name="ended">Signalled when the user has had enough.</param>
    /// <exception cref="RefusedException">HW7059: it cannot listen.</exception>
    public static async Task RunAsync(
        LiveDashboardProcesses processes, ShownFleet? fleet, int port, bool mayAct, Action<string> say, CancellationToken ended)
    {
        var link = new LoginLink();
        await using var application = Build(port, link);
        application.MapGet("/login", (RequestDelegate)(context =>
            LogIn(context, link, fleet is null ? "/" : "/fleet", () => say("for another browser: " + FormatAddress(application, link)))));
        var settings = new DashboardSettings { ActionPolicy = mayAct ? Policy : null, IsLoopbackOnly = true };
        var group = application.MapGroup("").RequireAuthorization(Policy);
        new DashboardEndpoints(processes, settings, TimeProvider.System).Map(group);
        if (fleet is not null)
            new FleetEndpoints(fleet, settings).Map(group);
        try
        {
            await application.StartAsync(ended).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new RefusedException(ServingDiagnostics.CannotListen.With(port, e.Message), e);
        }

        say("dashboard: " + FormatAddress(application, link));
        if (fleet is not null)
        {
            var steps = mayAct ? ", and takes the steps of its roll-outs while it runs" : "";
            say($"It begins with the fleet of {fleet.Application}{steps}.");
        }

        say($"It lets one browser in, and shows {(mayAct ? "and steers " : "")}your processes on this machine. Ctrl+C ends it.");
        await WaitAsync(ended).ConfigureAwait(false);
        await application.StopAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static WebApplication Build(int port, LoginLink link)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port));
        builder.Services.AddSingleton(link);
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(static o => o.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddAuthentication(SessionHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionHandler>(SessionHandler.SchemeName, null);
        builder.Services.AddAuthorization(static o => o.AddPolicy(Policy, static p => p.RequireAuthenticatedUser()));
        var application = builder.Build();
        application.UseAuthentication();
        application.UseAuthorization();
        return application;
    }

    private static Task LogIn(HttpContext context, LoginLink link, string page, Action used)
    {
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.CacheControl = "no-store";
        var problem = DashboardGuard.FindRefusal(context, new DashboardSettings { IsLoopbackOnly = true });
        if (problem is null && link.Enter(context.Request.Query["t"]) is { } session)
        {
            var options = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true };
            context.Response.Cookies.Append(SessionHandler.FindCookieName(context), session, options);
            context.Response.Redirect(page);
            used();
            return Task.CompletedTask;
        }

        return TextAnswer.WriteAsync(context, StatusCodes.Status403Forbidden, problem ?? SessionHandler.Refusal);
    }

    private static string FormatAddress(WebApplication application, LoginLink link) => $"{application.Urls.Single()}/login?t={link.Token}";

    private static async Task WaitAsync(CancellationToken ended)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = ended.Register(end.SetResult).ConfigureAwait(false);
        await end.Task.ConfigureAwait(false);
    }
}
