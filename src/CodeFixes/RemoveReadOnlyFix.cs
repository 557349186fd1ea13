using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HotWeave.Analyzers.CodeFixes;

/// <summary>Takes <c>readonly</c> off a field that code change may have to assign.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveReadOnlyFix))]
[Shared]
public sealed class RemoveReadOnlyFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(AnalyzerDiagnostics.ReadOnlyState.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
            return;
        foreach (var diagnostic in context.Diagnostics)
        {
            // A primary constructor's parameter or a property has no such declaration.
            if (root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<FieldDeclarationSyntax>() is not { } field)
                continue;
            context.RegisterCodeFix(
                CodeAction.Create(
                    "Remove readonly",
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(field, RemoveReadOnly(field)))),
                    nameof(RemoveReadOnlyFix)),
                diagnostic);
        }
    }

    private static FieldDeclarationSyntax RemoveReadOnly(FieldDeclarationSyntax field)
    {
        var word = field.Modifiers.First(static m => m.IsKind(SyntaxKind.ReadOnlyKeyword));
        var rest = field.WithModifiers(field.Modifiers.Remove(word));
        return field.Modifiers[0] == word ? rest.WithLeadingTrivia(word.LeadingTrivia) : rest;
    }
}
