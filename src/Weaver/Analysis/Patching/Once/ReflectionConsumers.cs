using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>Calls and types of published frameworks that look at the properties of what they are given.</summary>
internal static class ReflectionConsumers
{
    private static readonly Dictionary<string, ConsumerKind> Types = new(StringComparer.Ordinal)
    {
        ["System.Text.Json.JsonSerializer"] = ConsumerKind.Json,
        ["System.Net.Http.Json.HttpClientJsonExtensions"] = ConsumerKind.Json,
        ["System.Net.Http.Json.HttpContentJsonExtensions"] = ConsumerKind.Json,
        ["System.Net.Http.Json.JsonContent"] = ConsumerKind.Json,
        ["Microsoft.AspNetCore.Http.HttpResponseJsonExtensions"] = ConsumerKind.Json,
        ["Microsoft.AspNetCore.Http.HttpRequestJsonExtensions"] = ConsumerKind.Json,
        ["Microsoft.AspNetCore.Http.TypedResults"] = ConsumerKind.Json,
        ["Microsoft.AspNetCore.Http.Results"] = ConsumerKind.Json,
        ["Newtonsoft.Json.JsonConvert"] = ConsumerKind.NewtonsoftJson,
        ["Newtonsoft.Json.JsonSerializer"] = ConsumerKind.NewtonsoftJson,
        ["Newtonsoft.Json.Linq.JToken"] = ConsumerKind.NewtonsoftJson,
        ["Newtonsoft.Json.Linq.JObject"] = ConsumerKind.NewtonsoftJson,
        ["Newtonsoft.Json.Linq.JArray"] = ConsumerKind.NewtonsoftJson,
        ["Microsoft.Extensions.DependencyInjection.OptionsBuilderConfigurationExtensions"] = ConsumerKind.Options,
        ["Microsoft.Extensions.DependencyInjection.OptionsConfigurationServiceCollectionExtensions"] = ConsumerKind.Options,
        ["Microsoft.Extensions.Configuration.ConfigurationBinder"] = ConsumerKind.Configuration,
        ["Microsoft.EntityFrameworkCore.DbContext"] = ConsumerKind.Model,
    };

    private static readonly HashSet<string> Controllers = new(StringComparer.Ordinal) { "Microsoft.AspNetCore.Mvc.ControllerBase" };

    private static readonly HashSet<string> Hubs = new(StringComparer.Ordinal) { "Microsoft.AspNetCore.SignalR.Hub", "Microsoft.AspNetCore.SignalR.Hub`1" };

    private static readonly HashSet<string> Pages = new(StringComparer.Ordinal) { "Microsoft.AspNetCore.Mvc.RazorPages.PageModel" };

    /// <summary>By what a call looks at its type arguments; null where it does not.</summary>
    public static ConsumerKind? FindKind(MethodReference called) => Types.TryGetValue(called.DeclaringType.FullName, out var kind) ? kind : null;

    /// <summary>
    /// Which parameter of a call that has no type arguments takes a value, of whatever type, whose properties it looks at, or the type of what
    /// it makes; null where none does.
    /// </summary>
    public static ParameterDefinition? FindValue(MethodReference called) =>
        FindKind(called) is not (ConsumerKind.Json or ConsumerKind.NewtonsoftJson) || !LooksAtValues(called.Name) ? null
        : called.Parameters.FirstOrDefault(static p => p.ParameterType.MetadataType == MetadataType.Object)
        ?? called.Parameters.FirstOrDefault(static p => p.ParameterType.FullName == "System.Type");

    /// <summary>Whether a call is given settings of Newtonsoft.Json, or what was made with some.</summary>
    public static bool HasSettings(MethodReference called) =>
        called.DeclaringType.FullName == "Newtonsoft.Json.JsonSerializer"
        || called.Parameters.Any(static p => p.ParameterType.FullName is "Newtonsoft.Json.JsonSerializerSettings" or "Newtonsoft.Json.JsonSerializer");

    // Serialize, SerializeToNode, SerializeObject, Deserialize, Populate, FromObject, ToObject, WriteAsJsonAsync, Ok, Json, Create, …
    private static bool LooksAtValues(string name) =>
        !name.StartsWith("get_", StringComparison.Ordinal) && !name.StartsWith("set_", StringComparison.Ordinal) && !name.StartsWith("add_", StringComparison.Ordinal)
        && !name.StartsWith("op_", StringComparison.Ordinal)
        && name is not ("ToString" or "Equals" or "ReferenceEquals" or "Add" or "Value" or "Values" or "Item" or "SelectToken");

    /// <summary>Whether a call maps a handler, whose result is written and whose parameters are read.</summary>
    public static bool TakesHandler(MethodReference called) =>
        called.Name.StartsWith("Map", StringComparison.Ordinal)
        && called.DeclaringType.Namespace == "Microsoft.AspNetCore.Builder"
        && called.Parameters.Count > 0 && called.Parameters[called.Parameters.Count - 1].ParameterType.FullName == "System.Delegate";

    /// <summary>
    /// By what a framework that calls the public methods of a type writes what they return, and reads what they take; null where none
    /// does.
    /// </summary>
    public static CalledByName? FindCaller(TypeDefinition type)
    {
        if (type is not { IsClass: true, IsAbstract: false, BaseType: { } above } || above.FullName == "System.Object")
            return null;
        return FrameworkTypes.HasAbove(type, static t => Controllers.Contains(t.FullName)) ? new CalledByName(ConsumerKind.ControllerJson, p => FindBinding(p, type))
            : FrameworkTypes.HasAbove(type, static t => Hubs.Contains(t.FullName)) ? new CalledByName(ConsumerKind.Json, static _ => ConsumerKind.Json)
            : FrameworkTypes.HasAbove(type, static t => Pages.Contains(t.FullName)) ? new CalledByName(ConsumerKind.ModelBinding, static _ => ConsumerKind.ModelBinding)
            : null;
    }

    /// <summary>The types of the states that storage keeps for a grain of Orleans.</summary>
    public static IEnumerable<TypeReference> FindGrainStates(TypeDefinition type)
    {
        if (type.BaseType is GenericInstanceType above && above.ElementType.FullName == "Orleans.Grain`1")
            yield return above.GenericArguments[0];
        var parameters = type.Methods.Where(static m => m is { IsConstructor: true, IsStatic: false }).SelectMany(static m => m.Parameters);
        foreach (var parameter in parameters)
        {
            if (parameter.ParameterType is GenericInstanceType state && state.ElementType.FullName == "Orleans.Runtime.IPersistentState`1")
                yield return state.GenericArguments[0];
        }
    }

    /// <summary>By what a parameter of a mapped handler is read.</summary>
    public static ConsumerKind FindKind(ParameterDefinition ofHandler) =>
        HasAttribute(ofHandler, "Microsoft.AspNetCore.Http.AsParametersAttribute") || HasAttribute(ofHandler, "Microsoft.AspNetCore.Mvc.FromFormAttribute")
            ? ConsumerKind.HandlerBinding
            : ConsumerKind.Json;

    // What says where it comes from; else a body for controllers that say [ApiController], and everywhere for others.
    private static ConsumerKind FindBinding(ParameterDefinition parameter, TypeDefinition controller)
    {
        if (HasAttribute(parameter, "Microsoft.AspNetCore.Mvc.FromBodyAttribute"))
            return ConsumerKind.ControllerJson;
        var isOther = parameter.CustomAttributes.Any(static a => a.AttributeType is { Namespace: "Microsoft.AspNetCore.Mvc" } type && type.Name.StartsWith("From", StringComparison.Ordinal));
        return !isOther && IsApi(controller) ? ConsumerKind.ControllerJson : ConsumerKind.ModelBinding;
    }

    private static bool IsApi(TypeDefinition controller)
    {
        const string Api = "Microsoft.AspNetCore.Mvc.ApiControllerAttribute";
        return HasAttribute(controller, Api) || HasAttribute(controller.Module.Assembly, Api)
            || (controller.BaseType?.GetElementType() is TypeDefinition above && IsApi(above));
    }

    private static bool HasAttribute(ICustomAttributeProvider provider, string name) =>
        provider.HasCustomAttributes && provider.CustomAttributes.Any(a => a.AttributeType.FullName == name);
}

/// <summary>How a framework that calls methods by name writes and reads.</summary>
/// <param name="Result">By what results are written.</param>
/// <param name="FindKind">By what a parameter is read.</param>
internal sealed record CalledByName(ConsumerKind Result, Func<ParameterDefinition, ConsumerKind> FindKind);
