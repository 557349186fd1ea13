using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace HotWeave.Analyzers.Tests.Verifying;

/// <summary>Sources before and after a code fix; where both are the same, none is offered.</summary>
internal sealed class Fixed<TAnalyzer, TFix> : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    public static Task AsExpectedAsync(string source, string after)
    {
        var test = new Fixed<TAnalyzer, TFix> { TestCode = source, FixedCode = after };
        Sources.Prepare(test, properties: null);
        test.FixedState.AdditionalReferences.AddRange(test.TestState.AdditionalReferences);
        return test.RunAsync();
    }

    protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose);
}
