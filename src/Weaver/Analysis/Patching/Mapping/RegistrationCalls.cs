using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Mapping;

/// <summary>Which calls register a service with dependency injection, and do nothing else.</summary>
internal sealed class RegistrationCalls : ReplayRules
{
    public const string CollectionType = "Microsoft.Extensions.DependencyInjection.IServiceCollection";

    // Options are read by what was there at the start, and what is taken away or put in another's place has been handed out.
    private static readonly HashSet<string> Names = new(
        from way in new[] { "Add", "TryAdd", "AddKeyed", "TryAddKeyed" }
        from lifetime in new[] { "Singleton", "Scoped", "Transient" }
        select way + lifetime,
        StringComparer.Ordinal);

    private RegistrationCalls()
    {
    }

    public static RegistrationCalls Rules { get; } = new();

    public override string Purpose => "register services";

    public override bool IsSingle => false;

    public override bool MayReturn => true;

    public override bool IsBuilder(TypeReference type) => type.FullName == CollectionType;

    public override bool IsRepeatable(MethodReference called) =>
        !called.HasThis && Names.Contains(called.Name)
        && called.DeclaringType.FullName is "Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions"
            or "Microsoft.Extensions.DependencyInjection.Extensions.ServiceCollectionDescriptorExtensions";

    // builder.Services
    public override bool MakesBuilder(MethodReference called) => called is { HasThis: true, Name: "get_Services" } && IsBuilder(called.ReturnType);

    public override bool Begins(MethodReference called) => true;

    public override string ExplainObstacle(MethodReference called) => $"{called.Name} is none of the calls that register one service each";
}
