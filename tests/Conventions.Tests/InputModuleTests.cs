using HotWeave.Conventions.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>
/// After Normalising nobody changes an input module: what looks and plans neither assigns a property of Cecil's objects nor alters one of Cecil's collections. New objects
/// (a list of arguments, say) are made in Model or IL.
/// </summary>
public sealed class InputModuleTests
{
    private static readonly string[] s_lookers = ["Analysis", "Planning"];
    private static readonly string[] s_alterations = ["Add", "Insert", "Remove", "RemoveAt", "Clear", "Sort"];

    [Fact]
    public void Nobody_who_looks_or_plans_assigns_what_Cecil_read() => Convention.Holds(Find(Assignments));

    [Fact]
    public void Nobody_who_looks_or_plans_alters_a_collection_of_Cecil() => Convention.Holds(Find(Alterations));

    // The check itself: it finds what stages that change modules do.
    [Fact]
    public void Those_who_change_modules_are_found()
    {
        Assert.NotEmpty(Find(Assignments, "Normalising"));
        Assert.NotEmpty(Find(Alterations, "Normalising"));
    }

    private static List<string> Find(Func<SyntaxNode, SemanticModel, IEnumerable<SyntaxNode>> changes, params string[] stages)
    {
        var found = new List<string>();
        foreach (var tree in WeaverCompilation.Value.SyntaxTrees)
        {
            if (WeaverCompilation.StageOf(tree.FilePath) is not { } stage || !(stages.Length == 0 ? s_lookers : stages).Contains(stage))
                continue;
            var model = WeaverCompilation.Value.GetSemanticModel(tree);
            found.AddRange(changes(tree.GetRoot(), model).Select(n => $"{tree.FilePath}({n.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): {n}"));
        }

        return found;
    }

    private static IEnumerable<SyntaxNode> Assignments(SyntaxNode root, SemanticModel model) =>
        root.DescendantNodes().OfType<AssignmentExpressionSyntax>().Where(a => model.GetSymbolInfo(a.Left).Symbol is IPropertySymbol or IFieldSymbol && IsOfCecil(model.GetSymbolInfo(a.Left).Symbol!.ContainingType));

    private static IEnumerable<SyntaxNode> Alterations(SyntaxNode root, SemanticModel model) =>
        root.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(i => i.Expression is MemberAccessExpressionSyntax access && s_alterations.Contains(access.Name.Identifier.Text) && IsOfCecil(model.GetTypeInfo(access.Expression).Type));

    private static bool IsOfCecil(ITypeSymbol? type) =>
        type is not null && (type.ContainingNamespace?.ToDisplayString() is { } name && (name.StartsWith("Mono.Cecil", StringComparison.Ordinal) || name.StartsWith("Mono.Collections", StringComparison.Ordinal)));
}
