using HotWeave.Conventions.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>The weaver's folders are stages in a row, and each keeps to its work.</summary>
public sealed class StageTests
{
    internal static readonly string[] Stages = ["Reading", "Normalising", "Analysis", "Planning", "Emission", "Writing", "Verification"];

    // What all stages share; IL is for those that write instructions and references.
    private static readonly string[] s_foundations = ["Model", "Diagnostics", "IL", "Polyfills"];
    private static readonly string[] s_writers = ["Normalising", "Emission", "Writing"];

    [Fact]
    public void The_weaver_has_no_other_folders() =>
        Convention.Holds(Uses().Select(use => use.Stage).Distinct().Except([.. Stages, .. s_foundations, ""]));

    [Fact]
    public void A_stage_uses_stages_to_its_left_only() =>
        Convention.Holds(Uses().Where(use => Rank(use.TargetStage) > Rank(use.Stage)).Select(use => use.ToString()));

    [Fact]
    public void Foundations_use_no_stage() =>
        Convention.Holds(Uses().Where(use => s_foundations.Contains(use.Stage) && Stages.Contains(use.TargetStage)).Select(use => use.ToString()));

    [Fact]
    public void Only_stages_that_change_modules_write_instructions_and_references() =>
        Convention.Holds(Uses().Where(use => use.TargetStage == "IL" && use.Stage is not ("IL" or "") && !s_writers.Contains(use.Stage)).Select(use => use.ToString()));

    // Whatever else stages share is in Model.
    [Fact]
    public void Stages_know_nothing_of_the_root_but_requests_and_results() =>
        Convention.Holds(Uses().Where(use => use.Stage.Length != 0 && use.TargetStage is { Length: 0 } && !IsRequestOrResult(use.TargetFile!)).Select(use => use.ToString()));

    [Theory]
    [InlineData("Normalising", "System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.Console")]
    [InlineData("Analysis", "System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.Console")]
    [InlineData("Planning", "System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.Console", "Mono.Cecil.Cil.ILProcessor")]
    [InlineData("Emission", "System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.Console")]
    [InlineData("Model", "System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.Console")]
    [InlineData("IL", "System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.Console")]
    [InlineData("Writing", "Mono.Cecil.Cil.ILProcessor")]
    public void A_stage_keeps_to_its_work(string stage, params string[] forbidden) =>
        Convention.Holds(Uses().Where(use => use.Stage == stage && forbidden.Contains(use.Type)).Select(use => use.ToString()));

    // What is refused and what stays behind is known when the plan is.
    [Fact]
    public void Emission_says_nothing_to_the_user() =>
        Convention.Holds(Uses().Where(use => use.Stage == "Emission" && use.TargetStage == "Diagnostics" && use.Type != "WeaverDefectException").Select(use => use.ToString()));

    // Planning reads instructions, and makes none.
    [Fact]
    public void Who_plans_makes_no_instruction() => Convention.Holds(Creations("Planning"));

    [Fact]
    public void Who_makes_instructions_is_found() => Assert.NotEmpty(Creations("Emission"));

    private static IEnumerable<string> Creations(string stage) =>
        from tree in WeaverCompilation.Value.SyntaxTrees
        where WeaverCompilation.StageOf(tree.FilePath) == stage
        let model = WeaverCompilation.Value.GetSemanticModel(tree)
        from call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
        where model.GetSymbolInfo(call).Symbol is IMethodSymbol { Name: "Create" } method
            && method.ContainingType.ToDisplayString() == "Mono.Cecil.Cil.Instruction"
        select $"{tree.FilePath}({call.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): {call}";

    private static bool IsRequestOrResult(string file) =>
        Path.GetFileNameWithoutExtension(file) is var name && (name.EndsWith("Request", StringComparison.Ordinal) || name.EndsWith("Result", StringComparison.Ordinal));

    private static int Rank(string? stage) => stage switch
    {
        null => -1,                                       // outside the weaver
        "" => Stages.Length,                            // the facades compose all stages
        _ => Array.IndexOf(Stages, stage),              // foundations: -1
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
                // Requests and results at the root are data that stages read.
                if (targetStage is { Length: 0 } && IsRequestOrResult(declaration!))
                    targetStage = null;
                var fullName = declaration is null ? type.OriginalDefinition.ToDisplayString() : type.Name;
                uses.Add(new Use(tree.FilePath, name.GetLocation().GetLineSpan().StartLinePosition.Line + 1, stage, fullName, targetStage, declaration));
            }
        }

        Assert.NotEmpty(uses);
        return uses;
    }

    private sealed record Use(string File, int Line, string Stage, string Type, string? TargetStage, string? TargetFile)
    {
        public override string ToString() => $"{File}({Line}): {(Stage.Length == 0 ? "a facade" : Stage)} uses {Type}{(TargetStage is null ? "" : $" of {(TargetStage.Length == 0 ? "the root" : TargetStage)}")}";
    }
}
