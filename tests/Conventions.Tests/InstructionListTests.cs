using HotWeave.Conventions.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>
/// Lists of instructions are edited in one place, which keeps offsets, scopes and branches true; all others write them from the first to the last.
/// </summary>
public sealed class InstructionListTests
{
    private const string Editor = "src/Weaver/IL/ILEditor.cs";
    private const string List = "Mono.Collections.Generic.Collection<Mono.Cecil.Cil.Instruction>";
    private static readonly string[] s_edits = ["Insert", "Remove", "RemoveAt", "Clear"];

    [Fact]
    public void Only_the_editor_edits_lists_of_instructions() => Convention.Holds(FindEdits().Where(static edit => !edit.StartsWith(Editor, StringComparison.Ordinal)));

    // The check itself.
    [Fact]
    public void What_the_editor_does_is_found() => Assert.Contains(FindEdits(), static edit => edit.StartsWith(Editor, StringComparison.Ordinal));

    private static IEnumerable<string> FindEdits() =>
        from tree in WeaverCompilation.Value.SyntaxTrees
        where WeaverCompilation.StageOf(tree.FilePath) is not null
        let model = WeaverCompilation.Value.GetSemanticModel(tree)
        from node in tree.GetRoot().DescendantNodes()
        where IsEdit(node, model) || IsProcessor(node, model)
        select $"{tree.FilePath}({node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): {node}";

    private static bool IsEdit(SyntaxNode node, SemanticModel model) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => s_edits.Contains(access.Name.Identifier.Text) && IsList(access.Expression, model),
        AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax element } => IsList(element.Expression, model),
        _ => false,
    };

    private static bool IsProcessor(SyntaxNode node, SemanticModel model) =>
        node is IdentifierNameSyntax name && (name.Identifier.Text == "GetILProcessor" || model.GetTypeInfo(name).Type?.ToDisplayString() == "Mono.Cecil.Cil.ILProcessor");

    private static bool IsList(ExpressionSyntax expression, SemanticModel model) =>
        expression.ToString() is var text && text.Length > 0 && model.GetTypeInfo(expression).Type?.ToDisplayString() == List;
}
