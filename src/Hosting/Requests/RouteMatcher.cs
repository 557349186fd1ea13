using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace HotWeave.AspNetCore.Requests;

/// <summary>Compares paths with a route that has parameters. Thread-safe.</summary>
internal sealed class RouteMatcher(RoutePattern pattern)
{
    private readonly TemplateMatcher _matcher = new(new RouteTemplate(pattern), new RouteValueDictionary(pattern.Defaults));

    /// <summary>The path of a route without parameters; else null.</summary>
    internal static string? LiteralPath(RoutePattern pattern) =>
        pattern.PathSegments.All(static s => s.IsSimple && s.Parts[0].IsLiteral)
            ? "/" + string.Join('/', pattern.PathSegments.Select(static s => ((RoutePatternLiteralPart)s.Parts[0]).Content))
            : null;

    internal bool Matches(string path) => _matcher.TryMatch(path, []);
}
