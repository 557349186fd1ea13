using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace HotWeave.Dashboard.Serving;

/// <summary>
/// Tells forms that this dashboard has shown to a user from those that another site has made his browser send. A cookie that no script and no other site
/// can use names the browser; each form has a code over that name and the user's, made with a key that lives as long as the process.
/// </summary>
/// <remarks>
/// ASP.NET Core's own antiforgery needs data protection, which writes keys to disk when an application starts; applications without a dashboard would do
/// so too.
/// </remarks>
internal sealed class FormTokens
{
    /// <summary>The name of the field in forms.</summary>
    public const string Field = "token";

    private const string Cookie = "hotweave-dashboard";
    private const int NameLength = 22; // 16 bytes

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The code for the forms of a page; names the browser if it has no name.</summary>
    public string Issue(HttpContext context, string path)
    {
        if (context.Request.Cookies[Cookie] is not { Length: NameLength } name)
        {
            name = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16));
            context.Response.Cookies.Append(Cookie, name, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = context.Request.IsHttps,
                Path = path,
                IsEssential = true,
            });
        }

        return Sign(name, context);
    }

    /// <summary>What is wrong with the code of a form; null where it is right.</summary>
    public string? FindProblem(HttpContext context, string? token)
    {
        if (context.Request.Cookies[Cookie] is not { Length: NameLength } name)
            return "it has no cookie of it";
        return token is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(name, context)), Encoding.UTF8.GetBytes(token))
            ? null
            : "its token is not the one that you were given";
    }

    /// <summary>What the browser says of where the request comes from that no form of ours can be; null where it says nothing of the kind.</summary>
    public static string? FindForeignOrigin(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
            return site == "same-origin" ? null : $"the browser says that it is {site}";
        if (request.Headers.Origin.ToString() is not { Length: > 0 } origin)
            return null;
        return Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
            ? null
            : "it comes from another site";
    }

    private string Sign(string name, HttpContext context) =>
        WebEncoders.Base64UrlEncode(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(name + "\n" + context.User.Identity?.Name)));
}
