using HotWeave.Dashboard.Pages;
using HotWeave.Dashboard.Processes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HotWeave.Dashboard.Serving;

/// <summary>What a request is about, and what its user may do.</summary>
/// <param name="Context">The request.</param>
/// <param name="Root">The address of the dashboard itself, without a slash at its end.</param>
internal sealed record PageRequest(HttpContext Context, string Root)
{
    /// <summary>Reads it from the request's path, of which the last segments are the dashboard's.</summary>
    public static PageRequest Read(HttpContext context, int segments)
    {
        var path = (context.Request.PathBase + context.Request.Path).ToUriComponent().TrimEnd('/');
        for (var i = 0; i < segments; i++)
            path = path[..path.LastIndexOf('/')];
        return new PageRequest(context, path);
    }

    /// <summary>Signalled when who asked has gone.</summary>
    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>The user's name for the audit.</summary>
    public string UserName => Context.User.Identity?.Name is { Length: > 0 } name ? name : $"somebody at {Context.Connection.RemoteIpAddress}";

    /// <summary>A part of the address.</summary>
    public string Part(string name) => Context.Request.RouteValues[name] as string ?? "";

    /// <summary>What the user may do, and what pages need to let him.</summary>
    public async Task<Permission> FindPermissionAsync(DashboardSettings settings, FormTokens tokens)
    {
        if (settings.ActionPolicy is not { } policy)
            return new Permission("This dashboard shows and does nothing: no policy says who may act.", "");
        var authorization = Context.RequestServices.GetService<IAuthorizationService>();
        if (authorization is null || !(await authorization.AuthorizeAsync(Context.User, null, policy).ConfigureAwait(false)).Succeeded)
            return new Permission($"You may look, and not act: that takes the policy '{policy}'.", "");
        return new Permission(null, tokens.Issue(Context, Root.Length == 0 ? "/" : Root));
    }

    /// <summary>What a page is drawn from.</summary>
    public PageView View(IDashboardProcess process, Sighting seen, Permission permission) =>
        new(Root, process, seen, permission, Context.Request.Query["of"].ToString());
}
