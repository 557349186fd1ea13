using System.Xml.Linq;
using HotWeave.Conventions.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>What others compile against changes only where somebody says so, and can grow.</summary>
public sealed class PublicApiTests
{
    // Parameters of a record's constructor are its members: one more is another constructor, and another Deconstruct.
    [Fact]
    public void No_public_record_is_positional() => Convention.Holds(
        from file in SourceTree.FilesUnder("src", ".cs")
        where !file.StartsWith("src/Templates/", StringComparison.Ordinal)
        from record in CSharpSyntaxTree.ParseText(SourceTree.Read(file)).GetRoot().DescendantNodes().OfType<RecordDeclarationSyntax>()
        where record.ParameterList is not null
            && record.AncestorsAndSelf().OfType<BaseTypeDeclarationSyntax>().All(static t => t.Modifiers.Any(SyntaxKind.PublicKeyword))
        select $"{file}: {record.Identifier.Text}");

    [Fact]
    public void Every_library_that_a_package_offers_has_its_public_api_in_files()
    {
        var offered = SourceTree.FilesUnder("src", ".nuspec")
            .SelectMany(static file => XDocument.Parse(SourceTree.Read(file)).Descendants().Where(static e => e.Name.LocalName == "file")
                .Where(static e => ((string)e.Attribute("target")!).StartsWith("lib/", StringComparison.Ordinal) && ((string)e.Attribute("src")!).EndsWith(".dll", StringComparison.Ordinal)))
            .Select(static e => Path.GetFileNameWithoutExtension((string)e.Attribute("src")!).Split('/', '\\')[^1])
            .Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Contains("HotWeave.Runtime", offered);
        Convention.Holds(
            from library in offered
            let project = SourceTree.Files.Single(f => f.EndsWith("/" + library + ".csproj", StringComparison.Ordinal))
            from name in (string[])["PublicAPI.Shipped.txt", "PublicAPI.Unshipped.txt"]
            let file = Path.GetDirectoryName(project)!.Replace('\\', '/') + "/" + name
            where !SourceTree.Files.Contains(file) || !SourceTree.Read(file).StartsWith("#nullable enable\n", StringComparison.Ordinal)
            select $"{file} is missing, or does not begin with #nullable enable");
    }

    [Fact]
    public void Every_package_says_who_made_it_of_what_under_which_licence() => Convention.Holds(
        from file in SourceTree.FilesUnder("src", ".nuspec")
        let text = SourceTree.Read(file)
        from needed in (string[])
        [
            "<license type=\"expression\">", "<readme>", "<icon>", "<repository type=\"git\" url=\"$repository$\" commit=\"$commit$\" />", "<description>",
            "<authors>", "<copyright>", "<tags>", "target=\"LICENSE\"",
        ]
        where !text.Contains(needed, StringComparison.Ordinal)
        select $"{file} has no {needed}");
}
