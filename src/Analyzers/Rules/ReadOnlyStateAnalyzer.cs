using System.Collections.Immutable;
using System.Linq;
using HotWeave.Analyzers.Marking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace HotWeave.Analyzers.Rules;

/// <summary>A field that only a constructor may assign, in a type whose objects are meant to be converted.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReadOnlyStateAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(AnalyzerDiagnostics.ReadOnlyState);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (SwappableTypes.Find(start.Compilation, start.Options.AnalyzerConfigOptionsProvider.GlobalOptions) is not { } types)
                return;
            var codeChange = start.Compilation.GetTypeByMetadataName("HotWeave.CodeChangeAttribute");
            start.RegisterSymbolAction(field => LookAtField(field, types, codeChange), SymbolKind.Field);
        });
    }

    private static void LookAtField(SymbolAnalysisContext context, SwappableTypes types, INamedTypeSymbol? codeChange)
    {
        var field = (IFieldSymbol)context.Symbol;
        if (!field.IsReadOnly || field.IsStatic || field.IsImplicitlyDeclared || !IsState(field.Type))
            return;
        var owner = field.ContainingType;
        if (types.Contain(owner) && (types.AreTracked(owner) || HasCodeChange(owner, codeChange)))
            context.ReportDiagnostic(Diagnostic.Create(AnalyzerDiagnostics.ReadOnlyState, field.Locations[0], field.Name, owner.Name));
    }

    // Values. What a readonly reference leads to can be changed without assigning the field.
    private static bool IsState(ITypeSymbol type) => type.IsValueType || type.SpecialType == SpecialType.System_String;

    private static bool HasCodeChange(INamedTypeSymbol type, INamedTypeSymbol? codeChange) => codeChange is not null
        && type.GetMembers().OfType<IMethodSymbol>()
            .Any(m => m.GetAttributes().Any(a => SymbolEqualityComparer.Default.Equals(a.AttributeClass, codeChange)));
}
