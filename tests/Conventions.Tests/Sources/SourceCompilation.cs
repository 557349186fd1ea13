using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HotWeave.Conventions.Tests.Sources;

/// <summary>
/// The sources of one part of the product, bound, and which of its types each file names. What they take from packages and other parts stays
/// unknown.
/// </summary>
internal sealed class SourceCompilation
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private readonly string _folder;
    private readonly CSharpCompilation _compilation;

    public SourceCompilation(string folder)
    {
        _folder = folder + "/";
        var parsing = new CSharpParseOptions(LanguageVersion.Latest);
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true);
        _compilation = CSharpCompilation.Create(
            folder,
            SourceTree.FilesUnder(folder, ".cs").Select(file => CSharpSyntaxTree.ParseText(SourceTree.Read(file), parsing, file))
                .Append(CSharpSyntaxTree.ParseText(ImplicitUsings, parsing, "ImplicitUsings.cs")),
            References(),
            options);
    }

    /// <summary>The names in the part's files that mean its own types, or members of these, which another file declares.</summary>
    public IEnumerable<TypeUse> FindUses() =>
        from tree in _compilation.SyntaxTrees
        where IsOwn(tree.FilePath)
        let model = _compilation.GetSemanticModel(tree)
        from name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
        from type in FindTypes(model.GetSymbolInfo(name))
        from declaration in type.DeclaringSyntaxReferences
        where IsOwn(declaration.SyntaxTree.FilePath) && declaration.SyntaxTree != tree
        let line = name.GetLocation().GetLineSpan().StartLinePosition.Line + 1
        select new TypeUse(Relative(tree.FilePath), line, type.Name, Relative(declaration.SyntaxTree.FilePath));

    /// <summary>The part's public types, nested ones too.</summary>
    public IEnumerable<INamedTypeSymbol> FindPublicTypes() => FindPublicTypes(_compilation.Assembly.GlobalNamespace);

    private static IEnumerable<INamedTypeSymbol> FindPublicTypes(INamespaceOrTypeSymbol owner) => owner.GetMembers().OfType<INamespaceOrTypeSymbol>()
        .Where(static member => member is INamespaceSymbol || member.DeclaredAccessibility == Accessibility.Public)
        .SelectMany(static member => member is INamedTypeSymbol type ? FindPublicTypes(type).Prepend(type) : FindPublicTypes(member));

    // A call that cannot be bound, for want of a package, has candidates.
    private static IEnumerable<INamedTypeSymbol> FindTypes(SymbolInfo info) =>
        (info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols)
            .Select(static s => s as INamedTypeSymbol ?? s.ContainingType).OfType<INamedTypeSymbol>();

    private bool IsOwn(string file) => file.StartsWith(_folder, StringComparison.Ordinal);

    private string Relative(string file) => file[_folder.Length..];

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is "netstandard.dll" or "mscorlib.dll"
                || Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path));
}

/// <summary>That a file names a type of another file, or a member of it; paths are relative to the part's folder.</summary>
internal sealed record TypeUse(string File, int Line, string Type, string Declaration);
