using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace HotWeave.Analyzers.CodeFixes;

/// <summary>Marks the type that holds state <c>[Swappable]</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MarkSwappableFix))]
[Shared]
public sealed class MarkSwappableFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(AnalyzerDiagnostics.UnmarkedState.Id);

    // One mark may end the suggestions of many fields, so they are taken one after the other.
    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            var member = root?.FindNode(diagnostic.Location.SourceSpan);
            var type = member is null ? null : model?.GetDeclaredSymbol(member, context.CancellationToken) switch
            {
                IFieldSymbol field => field.Type,
                IPropertySymbol property => property.Type,
                _ => null,
            };
            // Where the field is a collection, it is not said which of its arguments is meant.
            if (type is not INamedTypeSymbol { DeclaringSyntaxReferences.Length: > 0 } named)
                continue;
            var declaration = named.DeclaringSyntaxReferences[0];
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Mark {named.Name} [Swappable]",
                    token => MarkAsync(context.Document.Project.Solution, declaration, token),
                    nameof(MarkSwappableFix)),
                diagnostic);
        }
    }

    private static async Task<Solution> MarkAsync(Solution solution, SyntaxReference declaration, CancellationToken cancellation)
    {
        if (solution.GetDocument(declaration.SyntaxTree) is not { } document)
            return solution;
        var editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        var node = await declaration.GetSyntaxAsync(cancellation).ConfigureAwait(false);
        editor.AddAttribute(node, editor.Generator.Attribute("Swappable"));
        return editor.GetChangedDocument().Project.Solution;
    }
}
