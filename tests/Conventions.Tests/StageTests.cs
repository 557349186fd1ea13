using HotWeave.Conventions.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>The weaver's folders are stages in a row, and each keeps to its work.</summary>
public sealed class StageTests
{
    private static readonly string[] s_stages = ["Reading", "Analysis", "Planning", "Emission", "Writing"];
    private static readonly string[] s_foundations = ["Model", "Diagnostics", "Polyfills"];
    private static readonly string[] s_facades = ["AssemblyWeaver", "PatchMaker"];

    [Fact]
    public void The_weaver_has_no_other_folders() =>
        Convention.Holds(Uses().Select(use => use.Stage).Distinct().Except([.. s_stages, .. s_foundations, ""]));

    [Fact]
    public void A_stage_uses_stages_to_its_left_only() =>
        Convention.Holds(Uses().Where(use => Rank(use.TargetStage) > Rank(use.Stage)).Select(use => use.ToString()));

    [Fact]
    public void No_stage_uses_a_facade() =>
        Convention.Holds(Uses().Where(use => use.Stage.Length != 0 && s_facades.Contains(use.Type)).Select(use => use.ToString()));

    [Theory]
    [InlineData("Analysis", "System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.Console")]
    [InlineData("Planning", "System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.Console", "Mono.Cecil.Cil.ILProcessor", "Mono.Cecil.Cil.Instruction")]
    [InlineData("Emission", "System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.Console")]
    [InlineData("Model", "System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.Console")]
    [InlineData("Writing", "Mono.Cecil.Cil.ILProcessor")]
    public void A_stage_keeps_to_its_work(string stage, params string[] forbidden) =>
        Convention.Holds(Uses().Where(use => use.Stage == stage && forbidden.Contains(use.Type)).Select(use => use.ToString()));

    private static int Rank(string? stage) => stage switch
    {
        null => -1,                                       // outside the weaver
        "" => s_stages.Length,                            // the facades compose all stages; requests and results are checked by name
        _ => Array.IndexOf(s_stages, stage),              // foundations: -1
    };

    private static IEnumerable<Use> Uses() => s_uses.Value;

    private static readonly Lazy<IReadOnlyList<Use>> s_uses = new(FindUses);

    private static List<Use> FindUses()
    {
        var uses = new List<Use>();
        foreach (var tree in WeaverCompilation.Value.SyntaxTrees)
        {
            if (WeaverCompilation.StageOf(tree.FilePath) is not { } stage)
                continue;
            var model = WeaverCompilation.Value.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                var symbol = model.GetSymbolInfo(name).Symbol;
                if ((symbol as INamedTypeSymbol ?? symbol?.ContainingType) is not { } type)
                    continue;
                var declaration = type.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath;
                var targetStage = declaration is null ? null : WeaverCompilation.StageOf(declaration);
                // Requests and results at the root are data that all stages may read.
                if (targetStage?.Length == 0 && !s_facades.Contains(type.Name))
                    targetStage = null;
                var fullName = declaration is null ? type.OriginalDefinition.ToDisplayString() : type.Name;
                uses.Add(new Use(tree.FilePath, name.GetLocation().GetLineSpan().StartLinePosition.Line + 1, stage, fullName, targetStage));
            }
        }

        Assert.NotEmpty(uses);
        return uses;
    }

    private sealed record Use(string File, int Line, string Stage, string Type, string? TargetStage)
    {
        public override string ToString() => $"{File}({Line}): {(Stage.Length == 0 ? "a facade" : Stage)} uses {Type}{(TargetStage is null ? "" : $" of {TargetStage}")}";
    }
}
