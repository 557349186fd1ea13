using HotWeave.Analyzers.Rules;
using HotWeave.Analyzers.Tests.Verifying;
using Xunit;

namespace HotWeave.Analyzers.Tests;

public sealed class MappingTests
{
    // As much of the framework and the integration as the analyzer asks for by name.
    private const string Framework = """

        namespace Microsoft.AspNetCore.Builder
        {
            public class WebApplication { public bool IsDevelopment; public string Path = ""; }
            public static class EndpointRouteBuilderExtensions
            {
                public static void MapGet(this WebApplication app, string pattern, System.Delegate handler) { }
                public static void MapPost(this WebApplication app, string pattern, System.Delegate handler) { }
            }
        }
        namespace Microsoft.Extensions.DependencyInjection { public static class HotWeaveServiceCollectionExtensions { } }
        """;

    [Theory]
    [InlineData("var list = new List<int>(); app.{|HW4064:MapPost|}(\"/\", (int i) => list.Add(i));")]
    [InlineData("if (app.IsDevelopment) app.{|HW4064:MapGet|}(\"/\", () => 1);")]
    [InlineData("foreach (var path in new[] { \"/\" }) app.{|HW4064:MapGet|}(\"/\", () => 1);")]
    [InlineData("app.{|HW4064:MapGet|}(app.Path, () => 1);")]
    [InlineData("app.{|HW4064:MapGet|}(\"/\", () => _count);")]
    public Task An_end_point_that_could_not_be_mapped_anew_is_named(string statements) =>
        Analyzed<MappingAnalyzer>.AsExpectedAsync(Program(statements));

    [Theory]
    [InlineData("app.MapGet(\"/\", () => 1);")]
    [InlineData("app.MapGet(\"/{id}\", (int id) => { var twice = id * 2; return twice; });")]
    [InlineData("const int One = 1; app.MapGet(\"/\" + \"a\", () => One);")]
    [InlineData("app.MapGet(\"/\", Answer);")]
    [InlineData("app.MapGet(\"/\", (int[] many) => many.Select(m => m + many.Length));")]
    public Task Others_are_not(string statements) => Analyzed<MappingAnalyzer>.AsExpectedAsync(Program(statements));

    [Fact]
    public Task Nothing_is_said_without_the_integration() => Analyzed<MappingAnalyzer>.AsExpectedAsync(
        Program("app.MapGet(app.Path, () => 1);").Replace("HotWeaveServiceCollectionExtensions", "Others", StringComparison.Ordinal));

    private static string Program(string statements) => $$"""
        using System.Collections.Generic;
        using System.Linq;
        using HotWeave;
        using Microsoft.AspNetCore.Builder;
        [assembly: Swappable]

        class Start
        {
            private int _count = 1;

            void Run(WebApplication app)
            {
                {{statements}}
            }

            static int Answer() => 42;
        }
        """ + Framework;
}
