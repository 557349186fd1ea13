using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// Lambdas that start-up code hands to a framework so that it sets up what it makes once: options, policies, clients. They are asked again
/// only where such an object is made anew.
/// </summary>
internal sealed class ConfiguringLambdas(CodeHeads heads, Lazy<CallGraph> calls, OnceSearch search)
{
    private static readonly string[] Endings = ["Options", "OptionsBuilder", "Builder", "Configuration", "Configurator", "Configure", "Settings", "Policy"];

    /// <summary>The type that a lambda sets up; null where it is none of that kind.</summary>
    public TypeReference? FindConfigured(MethodDefinition head)
    {
        if (!GeneratedCode.IsLambda(head) || head.ReturnType.MetadataType != MetadataType.Void || head.Parameters.Count == 0)
            return null;
        var type = head.Parameters[head.Parameters.Count - 1].ParameterType;
        var name = type.Name.IndexOf('`') is > 0 and var arity ? type.Name.Substring(0, arity) : type.Name;
        var isNamed = Endings.Any(e => name.EndsWith(e, StringComparison.Ordinal));
        // Contexts ask for their options anew, but for those of a pool.
        return isNamed && !type.Namespace.StartsWith("System", StringComparison.Ordinal) && name != "DbContextOptionsBuilder" && calls.Value.BodiesThatName(head).Any(IsOnce) ? type : null;
    }

    private bool IsOnce(MethodDefinition body)
    {
        var from = heads.FindHead(body);
        return search.Find(from) is not null || FindConfigured(from) is not null;
    }
}
