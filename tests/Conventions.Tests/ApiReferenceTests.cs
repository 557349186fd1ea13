using HotWeave.Conventions.Tests.Reference;
using HotWeave.Conventions.Tests.Sources;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>The reference of the public API is made of the sources, and current.</summary>
public sealed class ApiReferenceTests
{
    // What woven code names is public and nobody's to call; the weaver is reached by the build, the tool and tests of one's own.
    private const string Frozen = "HotWeave.Runtime";

    private static readonly Dictionary<string, string> s_packages = new()
    {
        ["Runtime"] = "HotWeave",
        ["Hosting"] = "HotWeave.AspNetCore",
        ["Fleet"] = "HotWeave.Fleet",
        ["Testing"] = "HotWeave.Testing",
        ["Harmony"] = "HotWeave.Harmony",
        ["Orleans"] = "HotWeave.Orleans",
        ["Akka"] = "HotWeave.Akka",
        ["Grpc"] = "HotWeave.Grpc",
        ["Hangfire"] = "HotWeave.Hangfire",
        ["Quartz"] = "HotWeave.Quartz",
        ["NewtonsoftJson"] = "HotWeave.NewtonsoftJson",
    };

    public static TheoryData<string> Parts => [.. s_packages.Keys];

    [Theory]
    [MemberData(nameof(Parts))]
    public void The_page_of_a_package_is_what_its_sources_say(string part) =>
        Generated.IsCurrent($"docs/api/{s_packages[part]}.md", ApiPage.Write(s_packages[part], FindTypes(part)));

    [Fact]
    public void Every_library_with_a_list_of_its_api_has_a_page() => Convention.Holds(
        SourceTree.FilesUnder("src", "PublicAPI.Shipped.txt").Select(static file => file.Split('/')[1]).Where(static part => part != "Weaver" && !s_packages.ContainsKey(part)));

    [Fact]
    public void Every_public_type_says_what_it_is() => Convention.Holds(
        from part in s_packages.Keys
        from type in FindTypes(part)
        where new DocumentationText(type).Summary.Length == 0
        select $"{part}: {type.ToDisplayString()} has no documentation");

    private static IEnumerable<INamedTypeSymbol> FindTypes(string part) =>
        new SourceCompilation("src/" + part).FindPublicTypes().Where(static type => type.ContainingNamespace.ToDisplayString() != Frozen);
}
