using HotWeave.AspNetCore.Contracts;
using HotWeave.AspNetCore.Diagnostics;
using HotWeave.AspNetCore.Mapping;
using HotWeave.AspNetCore.Services;
using HotWeave.AspNetCore.Telemetry;
using HotWeave.AspNetCore.Units;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace HotWeave.AspNetCore.Requests;

/// <summary>The outermost step of the pipeline: lets requests wait at the gate, without a thread, that came while it was closed.</summary>
internal sealed class GateFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
    {
        if (application.ApplicationServices.GetRequiredService<IHttpContextFactory>() is not UnitContextFactory)
            throw new InvalidOperationException(HostingDiagnostics.ContextFactoryReplaced);
        var added = application.ApplicationServices.GetRequiredService<AddedServices>();
        application.Use(pipeline => context => RunAsync(context, added, pipeline));
        next(application);
        application.ApplicationServices.GetRequiredService<EndpointRefresh>().AddTo(application);
        application.ApplicationServices.GetRequiredService<VersionedEndpoints>().AddTo(application);
    };

    private static Task RunAsync(HttpContext context, AddedServices added, RequestDelegate next)
    {
        if (context.Features.Get<RequestUnit>() is not { } unit)
        {
            added.GiveServices(context);
            return next(context);
        }

        if (unit.IsWaiting)
            return WaitAsync(context, unit, added, next);
        Entered(context, unit, added);
        return CallAsync(context, unit, next);
    }

    private static async Task WaitAsync(HttpContext context, RequestUnit unit, AddedServices added, RequestDelegate next)
    {
        try
        {
            unit.Enter(await UnitOfWork.EnterRootAsync(unit.Name, context.RequestAborted));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; nothing of the request has run.
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return;
        }

        // The unit is ambient from here on, but not in the server's flow, which runs the response's callbacks.
        context.Features.Set<IHttpResponseFeature>(new CallbacksInUnit(context.Features.GetRequiredFeature<IHttpResponseFeature>(), UnitOfWork.Capture()));
        Entered(context, unit, added);
        await CallAsync(context, unit, next);
    }

    // Not async itself: what the pipeline sets in the server's context before its first wait stays there, as without this step.
    private static Task CallAsync(HttpContext context, RequestUnit unit, RequestDelegate next)
    {
        try
        {
            var call = next(context);
            return call.IsCompletedSuccessfully ? call : WatchAsync(context, unit, call);
        }
        catch (Exception e)
        {
            unit.Threw(e, context.RequestAborted);
            throw;
        }
    }

    private static async Task WatchAsync(HttpContext context, RequestUnit unit, Task call)
    {
        try
        {
            await call;
        }
        catch (Exception e)
        {
            unit.Threw(e, context.RequestAborted);
            throw;
        }
    }

    private static void Entered(HttpContext context, RequestUnit unit, AddedServices added)
    {
        added.GiveServices(context);
        if (unit.Options.CancelRequestsWithUnits)
            unit.LinkCancellation(context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>());
        VersionTags.Set(context, unit);
    }
}
