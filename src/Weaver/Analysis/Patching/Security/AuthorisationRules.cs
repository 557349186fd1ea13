using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Security;

/// <summary>
/// Refuses changes of who may call deployed code where attributes say it: reflection goes on to show the deployed ones, so the running
/// process would let in, or keep out, whom the deployed build does.
/// </summary>
internal sealed class AuthorisationRules(IReadOnlyList<AssemblyMatch> matches, IReadOnlyCollection<string> accepted, DiagnosticSink sink)
{
    private static readonly HashSet<string> Deciding = new(StringComparer.Ordinal)
    {
        "Microsoft.AspNetCore.Authorization.IAuthorizeData", "Microsoft.AspNetCore.Authorization.IAllowAnonymous",
        "Microsoft.AspNetCore.Authorization.IAuthorizationRequirementData", "Microsoft.AspNetCore.Mvc.Filters.IAuthorizationFilter",
        "Microsoft.AspNetCore.Mvc.Filters.IAsyncAuthorizationFilter", "Microsoft.AspNetCore.Antiforgery.IAntiforgeryMetadata",
        "Microsoft.AspNetCore.Mvc.ViewFeatures.IAntiforgeryPolicy",
    };

    // Attributes that make the filter which decides.
    private static readonly HashSet<string> Makers = new(StringComparer.Ordinal)
    {
        "Microsoft.AspNetCore.Mvc.ValidateAntiForgeryTokenAttribute", "Microsoft.AspNetCore.Mvc.AutoValidateAntiforgeryTokenAttribute",
    };

    private readonly DiagnosticDescriptor _descriptor =
        accepted.Contains(EditDiagnostics.AuthorisationChanged.Id) ? EditDiagnostics.AuthorisationChangeAccepted : EditDiagnostics.AuthorisationChanged;

    /// <summary>Looks at the types that differ, lambdas included.</summary>
    public void Check()
    {
        foreach (var match in matches.Where(static m => !m.Pair.IsNewProject))
        {
            var attributes = new AttributeRules(match, sink);
            foreach (var type in match.Untouched.OthersIn(match.Pair.New))
            {
                if (match.OldOf(type) is not { } old)
                    continue;
                Compare(match, type, old, ReadableName.Describe(type), SymbolLocation.Find(type));
                foreach (var method in type.Methods)
                {
                    if (match.OldOf(method) is not { } then)
                        continue;
                    Compare(match, method, then, NameOf(match, method), SymbolLocation.Find(method));
                    if (GeneratedCode.IsLambda(method))
                        attributes.CheckLambda(method, then);
                }
            }
        }
    }

    private static string NameOf(AssemblyMatch match, MethodDefinition method) =>
        GeneratedCode.IsLambda(method) ? $"A lambda in {ReadableName.Describe(match.NewKeys.RootOf(method))}" : ReadableName.Describe(method);

    private void Compare(AssemblyMatch match, ICustomAttributeProvider now, ICustomAttributeProvider then, string name, SourceLocation? location)
    {
        if (!now.HasCustomAttributes && !then.HasCustomAttributes)
            return;
        var texts = now.CustomAttributes.Select(a => (a, Text: AttributeText.Write(a, match.NewKeys))).ToList();
        var others = then.CustomAttributes.Select(a => (a, Text: AttributeText.Write(a, match.OldKeys))).ToList();
        var added = Without(texts, others).Where(IsDeciding).Select(static a => $"+ [{ReadableName.ShortenAttribute(a)}]");
        var removed = Without(others, texts).Where(IsDeciding).Select(static a => $"- [{ReadableName.ShortenAttribute(a)}]");
        if (string.Join(", ", added.Concat(removed)) is { Length: > 0 } differences)
            sink.Report(_descriptor.At(name, location, name, differences));
    }

    private static IEnumerable<CustomAttribute> Without(List<(CustomAttribute Attribute, string Text)> attributes, List<(CustomAttribute, string Text)> others)
    {
        var rest = others.Select(static o => o.Text).ToList();
        return [.. attributes.Where(a => !rest.Remove(a.Text)).Select(static a => a.Attribute)];
    }

    // One whose type cannot be looked at may be of that kind.
    private static bool IsDeciding(CustomAttribute attribute)
    {
        var type = attribute.AttributeType;
        if (type.Namespace.StartsWith("System", StringComparison.Ordinal) || type.Namespace.StartsWith("HotWeave", StringComparison.Ordinal))
            return false;
        if (Makers.Contains(type.FullName))
            return true;
        try
        {
            return type.Resolve() is not { } definition || FrameworkTypes.HasAbove(definition, static t => Deciding.Contains(t.FullName));
        }
        catch (AssemblyResolutionException)
        {
            return true;
        }
    }
}
