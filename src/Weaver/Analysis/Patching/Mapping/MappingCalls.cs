using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Mapping;

/// <summary>Which calls of ASP.NET Core map end points, or say more of mapped ones, and do nothing else.</summary>
internal sealed class MappingCalls : ReplayRules
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

    private MappingCalls()
    {
    }

    public static MappingCalls Rules { get; } = new();

    public override string Purpose => "map end points";

    public override bool IsSingle => true;

    public override bool MayReturn => false;

    public override bool IsBuilder(TypeReference type) => Builders.Contains(type.FullName);

    public override bool IsRepeatable(MethodReference called) =>
        TakesBuilder(called) && IsOfFramework(called.DeclaringType) && !Sources.Contains(called.Name)
        && (!called.HasThis || called.Name is "Add" or "Finally");

    public override bool MakesBuilder(MethodReference called) =>
        called.ReturnType.FullName == "Microsoft.AspNetCore.Builder.WebApplication" && called.Parameters.Count <= 1 && called.Name is "Build" or "Create";

    public override bool Begins(MethodReference called) => called.Name.StartsWith("Map", StringComparison.Ordinal);

    public override string ExplainObstacle(MethodReference called) => $"{called.Name} is none of the calls that map one end point each";

    /// <summary>Whether its values make its result, wherever and whenever it is called.</summary>
    public static bool Computes(MethodReference called) => Computing.Contains($"{called.DeclaringType.FullName}::{called.Name}");

    /// <summary>Whether a type that ASP.NET Core has can be made anew: attributes and other metadata.</summary>
    public static bool IsMetadata(MethodReference constructor) => IsOfFramework(constructor.DeclaringType);

    private static bool IsOfFramework(TypeReference type) =>
        type.GetElementType().Scope.Name is var name && (name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) || name == "HotWeave.AspNetCore");
}
