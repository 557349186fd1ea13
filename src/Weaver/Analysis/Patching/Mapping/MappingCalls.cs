using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Mapping;

/// <summary>Which calls of ASP.NET Core map end points, or say more of mapped ones, and do nothing else.</summary>
internal static class MappingCalls
{
    private static readonly HashSet<string> Builders = new(StringComparer.Ordinal)
    {
        Model.Mapping.MappingMethod.BuilderType,
        "Microsoft.AspNetCore.Routing.RouteGroupBuilder",
        "Microsoft.AspNetCore.Builder.WebApplication",
        "Microsoft.AspNetCore.Builder.IEndpointConventionBuilder",
        "Microsoft.AspNetCore.Builder.RouteHandlerBuilder",
    };

    // What gives sources of end points that look for types by themselves, and those that live connections are bound to.
    private static readonly HashSet<string> Sources = new(StringComparer.Ordinal)
    {
        "MapControllers", "MapControllerRoute", "MapDefaultControllerRoute", "MapAreaControllerRoute", "MapDynamicControllerRoute", "MapDynamicPageRoute",
        "MapFallbackToController", "MapFallbackToAreaController", "MapFallbackToPage", "MapFallbackToAreaPage", "MapRazorPages", "MapRazorComponents",
        "MapBlazorHub", "MapStaticAssets", "MapConnections", "MapConnectionHandler", "MapHub", "MapGrpcService", "MapGrpcReflectionService", "MapIdentityApi",
    };

    // What computes a value of values and nothing else.
    private static readonly HashSet<string> Computing = new(StringComparer.Ordinal)
    {
        "System.Type::GetTypeFromHandle", "System.String::Concat", "System.TimeSpan::FromSeconds", "System.TimeSpan::FromMinutes", "System.TimeSpan::FromMilliseconds",
        "System.Array::Empty", "Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory::Parse",
    };

    /// <summary>Whether a parameter takes what end points are mapped with, or what mapping gave.</summary>
    public static bool IsBuilder(TypeReference type) => Builders.Contains(type.FullName);

    /// <summary>Whether a call takes a builder first, as its own or as an extension method's object.</summary>
    public static bool TakesBuilder(MethodReference called) =>
        called.HasThis ? IsBuilder(called.DeclaringType) : called.Parameters.Count > 0 && (IsBuilder(called.Parameters[0].ParameterType) || called.Parameters[0].ParameterType is GenericParameter { Owner: MethodReference });

    /// <summary>Whether ASP.NET Core has it, and it can be called again.</summary>
    public static bool IsRepeatable(MethodReference called) =>
        TakesBuilder(called) && IsOfFramework(called.DeclaringType) && !Sources.Contains(called.Name)
        && (!called.HasThis || called.Name is "Add" or "Finally");

    /// <summary>Whether its values make its result, wherever and whenever it is called.</summary>
    public static bool Computes(MethodReference called) => Computing.Contains($"{called.DeclaringType.FullName}::{called.Name}");

    /// <summary>Whether a type that ASP.NET Core has can be made anew: attributes and other metadata.</summary>
    public static bool IsMetadata(MethodReference constructor) => IsOfFramework(constructor.DeclaringType);

    /// <summary>Whether a call makes the application, which end points are mapped with.</summary>
    public static bool MakesApplication(MethodReference called) =>
        called.ReturnType.FullName == "Microsoft.AspNetCore.Builder.WebApplication" && called.Parameters.Count <= 1 && called.Name is "Build" or "Create";

    private static bool IsOfFramework(TypeReference type) =>
        type.GetElementType().Scope.Name is var name && (name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) || name == "HotWeave.AspNetCore");
}
