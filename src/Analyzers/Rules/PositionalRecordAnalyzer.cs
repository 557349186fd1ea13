using System.Collections.Immutable;
using HotWeave.Analyzers.Marking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace HotWeave.Analyzers.Rules;

/// <summary>A record that others see, whose members are its constructor's parameters: one more of them is one more for each caller.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PositionalRecordAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(AnalyzerDiagnostics.PositionalRecord);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (SwappableTypes.Find(start.Compilation, start.Options.AnalyzerConfigOptionsProvider.GlobalOptions) is { } types)
            {
                start.RegisterSyntaxNodeAction(
                    node => LookAtRecord(node, types), SyntaxKind.RecordDeclaration, SyntaxKind.RecordStructDeclaration);
            }
        });
    }

    private static void LookAtRecord(SyntaxNodeAnalysisContext context, SwappableTypes types)
    {
        var record = (RecordDeclarationSyntax)context.Node;
        if (record.ParameterList is not { Parameters.Count: > 0 })
            return;
        if (context.SemanticModel.GetDeclaredSymbol(record, context.CancellationToken) is { } type && IsSeen(type) && types.Contain(type))
            context.ReportDiagnostic(Diagnostic.Create(AnalyzerDiagnostics.PositionalRecord, record.Identifier.GetLocation(), type.Name));
    }

    private static bool IsSeen(INamedTypeSymbol type)
    {
        for (var outer = type; outer is not null; outer = outer.ContainingType)
        {
            if (outer.DeclaredAccessibility != Accessibility.Public)
                return false;
        }

        return true;
    }
}
