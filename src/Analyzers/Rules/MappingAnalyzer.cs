using System;
using System.Collections.Immutable;
using System.Linq;
using HotWeave.Analyzers.Marking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace HotWeave.Analyzers.Rules;

/// <summary>
/// Start-up code that a running application could run once more, but for the way it is written: an end point under a condition, with a
/// pattern that other code has made, or with a handler that has variables of its surroundings.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MappingAnalyzer : DiagnosticAnalyzer
{
    private const string Extensions = "Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions";

    // What says that the application takes new end points at all.
    private const string Integration = "Microsoft.Extensions.DependencyInjection.HotWeaveServiceCollectionExtensions";

    private static readonly string[] s_maps = ["MapGet", "MapPost", "MapPut", "MapDelete", "MapPatch", "MapMethods", "Map", "MapGroup", "MapFallback"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(AnalyzerDiagnostics.MappingNotRepeatable);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var options = start.Options.AnalyzerConfigOptionsProvider.GlobalOptions;
            if (start.Compilation.GetTypeByMetadataName(Integration) is not null && start.Compilation.GetTypeByMetadataName(Extensions) is { } extensions
                && SwappableTypes.Find(start.Compilation, options) is { } types)
                start.RegisterOperationAction(call => LookAtCall(call, types, extensions), OperationKind.Invocation);
        });
    }

    private static void LookAtCall(OperationAnalysisContext context, SwappableTypes types, INamedTypeSymbol extensions)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, extensions) || !s_maps.Contains(call.TargetMethod.Name, StringComparer.Ordinal)
            || context.ContainingSymbol.ContainingType is not { } type || !types.Contain(type))
            return;
        if (FindObstacle(call) is { } obstacle)
            context.ReportDiagnostic(Diagnostic.Create(AnalyzerDiagnostics.MappingNotRepeatable, FindName(call.Syntax), obstacle));
    }

    private static string? FindObstacle(IInvocationOperation call)
    {
        if (call.Syntax.Ancestors().TakeWhile(static n => n is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(static n => n is IfStatementSyntax or SwitchStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax
                or ConditionalExpressionSyntax or TryStatementSyntax))
            return "it stands under a condition or in a loop";
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { Type.SpecialType: SpecialType.System_String } && !argument.Value.ConstantValue.HasValue)
                return "its pattern is not a constant";
            if (argument.Value.Syntax is AnonymousFunctionExpressionSyntax handler && FindCaptured(handler, call.SemanticModel!) is { } variable)
                return $"its handler captures {variable}";
        }

        return null;
    }

    private static string? FindCaptured(AnonymousFunctionExpressionSyntax handler, SemanticModel model)
    {
        var flow = model.AnalyzeDataFlow(handler);
        return flow is not { Succeeded: true } ? null
            : flow.ReadInside.Concat(flow.WrittenInside)
                .Where(v => v is not ILocalSymbol { IsConst: true } && !flow.VariablesDeclared.Contains(v, SymbolEqualityComparer.Default)
                    && !v.DeclaringSyntaxReferences.Any(r => handler.FullSpan.Contains(r.Span)))
                .Select(static v => v is IParameterSymbol { IsThis: true } ? "this" : v.Name)
                .OrderBy(static name => name, StringComparer.Ordinal)
                .FirstOrDefault();
    }

    private static Location FindName(SyntaxNode call) => call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member }
        ? member.Name.GetLocation()
        : call.GetLocation();
}
