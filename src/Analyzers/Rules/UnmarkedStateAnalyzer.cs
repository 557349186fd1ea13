using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using HotWeave.Analyzers.Marking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace HotWeave.Analyzers.Rules;

/// <summary>A swappable type whose state does its work in a type that is not: what changes there waits for the next start.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnmarkedStateAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(AnalyzerDiagnostics.UnmarkedState);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (SwappableTypes.Find(start.Compilation, start.Options.AnalyzerConfigOptionsProvider.GlobalOptions) is { } types)
                start.RegisterSymbolAction(member => LookAtMember(member, types), SymbolKind.Field, SymbolKind.Property);
        });
    }

    private static void LookAtMember(SymbolAnalysisContext context, SwappableTypes types)
    {
        if (context.Symbol.ContainingType is not { } owner || !types.Contain(owner) || FindState(context.Symbol, owner) is not { } state)
            return;
        foreach (var type in FindNamed(state).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default))
        {
            if (IsWorker(type) && !types.Contain(type) && !IsOptedOut(type, types))
                context.ReportDiagnostic(Diagnostic.Create(AnalyzerDiagnostics.UnmarkedState, context.Symbol.Locations[0], owner.Name, type.Name));
        }
    }

    // The type of a field, written or a property's own.
    private static ITypeSymbol? FindState(ISymbol member, INamedTypeSymbol owner) => member switch
    {
        IFieldSymbol { IsConst: false, IsImplicitlyDeclared: false } field => field.Type,
        IPropertySymbol property when owner.GetMembers().OfType<IFieldSymbol>()
            .Any(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property)) => property.Type,
        _ => null,
    };

    // The type and what it is a collection of.
    private static IEnumerable<INamedTypeSymbol> FindNamed(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => FindNamed(array.ElementType),
        INamedTypeSymbol named => new[] { named.OriginalDefinition }.Concat(named.TypeArguments.SelectMany(FindNamed)),
        _ => [],
    };

    // What only holds data has nothing that could change.
    private static bool IsWorker(INamedTypeSymbol type) =>
        type.TypeKind is TypeKind.Class or TypeKind.Struct && type.DeclaringSyntaxReferences.Length > 0
        && type.GetMembers().OfType<IMethodSymbol>().Any(static m => m is
            { MethodKind: MethodKind.Ordinary, IsImplicitlyDeclared: false, IsAbstract: false, IsExtern: false });

    private static bool IsOptedOut(INamedTypeSymbol type, SwappableTypes types)
    {
        for (var outer = type; outer is not null; outer = outer.ContainingType)
        {
            if (types.IsOptedOut(outer))
                return true;
        }

        return false;
    }
}
