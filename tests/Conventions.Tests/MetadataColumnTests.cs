using HotWeave.Conventions.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>Columns of metadata tables have names: only the types of rows know their numbers.</summary>
public sealed class MetadataColumnTests
{
    private const string Folder = "src/Weaver/Model/Raw/";
    private const string Tables = "HotWeave.Weaver.Model.Raw.MetadataTables";
    private static readonly string[] s_byNumber = ["ReadColumn", "WriteColumn", "ReadList"];

    [Fact]
    public void Only_types_of_rows_read_columns_by_their_number() =>
        Convention.Holds(FindUses().Where(static use => !use.StartsWith(Folder, StringComparison.Ordinal)));

    // Columns that are found in the schemas are read whatever they are; that is no way round their names.
    [Fact]
    public void Nobody_else_makes_columns() => Convention.Holds(
        from tree in WeaverCompilation.Value.SyntaxTrees
        where !tree.FilePath.StartsWith(Folder, StringComparison.Ordinal)
        let model = WeaverCompilation.Value.GetSemanticModel(tree)
        from node in tree.GetRoot().DescendantNodes()
        where node is BaseObjectCreationExpressionSyntax && model.GetTypeInfo(node).Type?.Name == "RawColumn"
            || node is ElementAccessExpressionSyntax access && model.GetTypeInfo(access).Type?.Name == "RawColumn"
        select Describe(tree, node));

    // The check itself.
    [Fact]
    public void What_the_types_of_rows_do_is_found() =>
        Assert.Contains(FindUses(), static use => use.StartsWith(Folder + "Rows/", StringComparison.Ordinal));

    private static IEnumerable<string> FindUses() =>
        from tree in WeaverCompilation.Value.SyntaxTrees
        where WeaverCompilation.StageOf(tree.FilePath) is not null
        let model = WeaverCompilation.Value.GetSemanticModel(tree)
        from name in tree.GetRoot().DescendantNodes().OfType<IdentifierNameSyntax>()
        where s_byNumber.Contains(name.Identifier.Text) && model.GetSymbolInfo(name).Symbol?.ContainingType.ToDisplayString() == Tables
        select Describe(tree, name);

    private static string Describe(SyntaxTree tree, SyntaxNode node) =>
        $"{tree.FilePath}({node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): {node}";
}
