using System.Collections.Immutable;
using System.Composition;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HotWeave.Analyzers.CodeFixes;

/// <summary>Moves the body of a loop that never ends into a method that the loop calls.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ExtractRoundFix))]
[Shared]
public sealed class ExtractRoundFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(AnalyzerDiagnostics.WorkingLoop.Id);

    // Two loops of one method would get methods of one name.
    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
            return;
        foreach (var diagnostic in context.Diagnostics)
        {
            var loop = root.FindToken(diagnostic.Location.SourceSpan.Start).Parent?.FirstAncestorOrSelf<StatementSyntax>();
            if (loop is null || ExtractedRound.Find(loop, model) is not { } round)
                continue;
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Move the work into {round.Name}",
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(round.Extract(root))),
                    nameof(ExtractRoundFix)),
                diagnostic);
        }
    }
}
