using System.Security.Claims;
using System.Text.Encodings.Web;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Processes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotWeave.Tool.Dashboards;

/// <summary>Whoever came in by the link is the user who runs the tool.</summary>
internal sealed class SessionHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, LoginLink link)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "link";

    /// <summary>The cookie of a dashboard; cookies know no ports, so each has its own.</summary>
    public static string CookieOf(HttpContext context) => "hotweave-session-" + context.Connection.LocalPort.ToString(System.Globalization.CultureInfo.InvariantCulture);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(link.Knows(Request.Cookies[CookieOf(Context)])
        ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, OperatorName.Current)], SchemeName)), SchemeName))
        : AuthenticateResult.NoResult());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.ContentType = "text/plain; charset=utf-8";
        var refusal = ServingDiagnostics.LoginRefused.With();
        return Response.WriteAsync($"{refusal.Id}: {refusal.Message}\n");
    }
}
