using System.Collections.Immutable;
using System.Linq;
using HotWeave.Analyzers.Marking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace HotWeave.Analyzers.Rules;

/// <summary>A loop that runs as long as the process does, with work in its body: no swap reaches a body that runs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WorkingLoopAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(AnalyzerDiagnostics.WorkingLoop);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (SwappableTypes.Find(start.Compilation, start.Options.AnalyzerConfigOptionsProvider.GlobalOptions) is { } types)
                start.RegisterOperationAction(loop => LookAtLoop(loop, types), OperationKind.Loop);
        });
    }

    private static void LookAtLoop(OperationAnalysisContext context, SwappableTypes types)
    {
        var loop = (ILoopOperation)context.Operation;
        if (context.ContainingSymbol.ContainingType is { } type && types.Contain(type) && WaitingLoops.Include(loop) && LoopWork.IsIn(loop.Body))
        {
            var keyword = loop.Syntax switch
            {
                CommonForEachStatementSyntax each => each.ForEachKeyword,
                _ => loop.Syntax.GetFirstToken(),
            };
            context.ReportDiagnostic(Diagnostic.Create(AnalyzerDiagnostics.WorkingLoop, keyword.GetLocation(), context.ContainingSymbol.Name));
        }
    }
}
