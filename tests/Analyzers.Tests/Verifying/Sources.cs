using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace HotWeave.Analyzers.Tests.Verifying;

/// <summary>What all the sources that are looked at refer to: the framework that the tests run on, and HotWeave's own attributes.</summary>
internal static class Sources
{
    // None from a registry: the test's own framework is as good.
    private static readonly ReferenceAssemblies s_none = new("none");

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is "netstandard.dll" or "mscorlib.dll"
                || Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(SwappableAttribute).GetTypeInfo().Assembly.Location)
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    public static void Prepare<TVerifier>(AnalyzerTest<TVerifier> test, string? properties)
        where TVerifier : IVerifier, new()
    {
        test.ReferenceAssemblies = s_none;
        test.TestState.AdditionalReferences.AddRange(s_references);
        test.TestState.OutputKind = OutputKind.DynamicallyLinkedLibrary;
        if (properties is not null)
            test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\n" + properties));
    }
}

/// <summary>Sources with the places marked where an analyzer says something.</summary>
internal sealed class Analyzed<TAnalyzer> : CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    public static Task AsExpectedAsync(string source, string? properties = null)
    {
        var test = new Analyzed<TAnalyzer> { TestCode = source };
        Sources.Prepare(test, properties);
        return test.RunAsync();
    }

    protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose);
}
