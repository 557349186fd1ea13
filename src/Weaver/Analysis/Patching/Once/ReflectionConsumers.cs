using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>Calls and types of published frameworks that look at the properties of what they are given.</summary>
internal static class ReflectionConsumers
{
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "System.Text.Json.JsonSerializer", "Newtonsoft.Json.JsonConvert", "System.Net.Http.Json.HttpClientJsonExtensions", "System.Net.Http.Json.HttpContentJsonExtensions",
        "Microsoft.AspNetCore.Http.HttpResponseJsonExtensions", "Microsoft.AspNetCore.Http.HttpRequestJsonExtensions", "Microsoft.AspNetCore.Http.TypedResults", "Microsoft.AspNetCore.Http.Results",
        "Microsoft.Extensions.DependencyInjection.OptionsServiceCollectionExtensions", "Microsoft.Extensions.DependencyInjection.OptionsConfigurationServiceCollectionExtensions",
        "Microsoft.Extensions.Configuration.ConfigurationBinder", "Microsoft.EntityFrameworkCore.DbContext",
    };

    private static readonly HashSet<string> Callers = new(StringComparer.Ordinal)
    {
        "Microsoft.AspNetCore.Mvc.ControllerBase", "Microsoft.AspNetCore.SignalR.Hub", "Microsoft.AspNetCore.SignalR.Hub`1", "Microsoft.AspNetCore.Mvc.RazorPages.PageModel",
    };

    /// <summary>Whether a call looks at its type arguments.</summary>
    public static bool IsOne(MethodReference called) => Types.Contains(called.DeclaringType.FullName);

    /// <summary>Whether a call maps a handler, whose result is written and whose parameters are read.</summary>
    public static bool TakesHandler(MethodReference called) =>
        called.Name.StartsWith("Map", StringComparison.Ordinal)
        && called.DeclaringType.Namespace == "Microsoft.AspNetCore.Builder"
        && called.Parameters.Count > 0 && called.Parameters[called.Parameters.Count - 1].ParameterType.FullName == "System.Delegate";

    /// <summary>Whether a framework calls the public methods of a type, and writes and reads what they return and take.</summary>
    public static bool IsCalledByName(TypeDefinition type) =>
        type is { IsClass: true, IsAbstract: false, BaseType: { } above } && above.FullName != "System.Object" && FrameworkTypes.HasAbove(type, static t => Callers.Contains(t.FullName));
}
