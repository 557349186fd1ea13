using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace HotWeave.Conventions.Tests.Sources;

/// <summary>The weaver's sources, bound, so that conventions are checked on what a name means and not on how it is spelled.</summary>
internal static class WeaverCompilation
{
    private const string Folder = "src/Weaver";

    private static readonly CSharpParseOptions s_parsing = new(LanguageVersion.Latest);

    public static CSharpCompilation Value { get; } = CSharpCompilation.Create(
        "Weaver",
        SourceTree.FilesUnder(Folder, ".cs").Concat(SourceTree.FilesUnder("src/Runtime/Patches/Format", ".cs"))
            .Select(file => CSharpSyntaxTree.ParseText(SourceTree.Read(file), s_parsing, file))
            .Append(CSharpSyntaxTree.ParseText(ImplicitUsings, s_parsing, "ImplicitUsings.cs")),
        References(),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading;";

    /// <summary>The stage that a source file belongs to: its folder under the weaver's; empty for the facades, null for files from elsewhere.</summary>
    public static string? StageOf(string file)
    {
        if (!file.StartsWith(Folder + "/", StringComparison.Ordinal))
            return null;
        var parts = file[(Folder.Length + 1)..].Split('/');
        return parts.Length == 1 ? "" : parts[0];
    }

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Mono.Cecil", StringComparison.Ordinal)
                || name is "netstandard.dll" or "mscorlib.dll"))
            .Select(path => MetadataReference.CreateFromFile(path));
}
