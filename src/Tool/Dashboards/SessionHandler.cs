using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using HotWeave.Dashboard.Serving;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Processes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotWeave.Tool.Dashboards;

/// <summary>Whoever came in by the link is the user who runs the tool.</summary>
internal sealed class SessionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, LoginLink link)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "link";

    /// <summary>What whoever did not come in by it is told.</summary>
    public static string Refusal
    {
        get
        {
            var refusal = ServingDiagnostics.LoginRefused.With();
            return $"{refusal.Id}: {refusal.Message}";
        }
    }

    /// <summary>The name of a dashboard's cookie; cookies know no ports, so each has its own.</summary>
    public static string FindCookieName(HttpContext context) =>
        "hotweave-session-" + context.Connection.LocalPort.ToString(CultureInfo.InvariantCulture);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!link.Knows(Request.Cookies[FindCookieName(Context)]))
            return Task.FromResult(AuthenticateResult.NoResult());
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, OperatorName.Current)], SchemeName));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(user, SchemeName)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        TextAnswer.WriteAsync(Context, StatusCodes.Status401Unauthorized, Refusal);
}
