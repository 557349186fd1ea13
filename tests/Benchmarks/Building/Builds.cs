using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Benchmarks.Building;

/// <summary>Weaves and makes patches, where nothing may be refused.</summary>
internal static class Builds
{
    /// <summary>Weaves all of <paramref name="input"/> but the types that <paramref name="exclude"/> names, as a build does without a word.</summary>
    public static WeaveResult Weave(string input, string output, SmallMethods smallMethods = SmallMethods.Accessors, params string[] exclude) =>
        Weave(new WeaveRequest { InputPath = input, OutputPath = output, Selection = new WeaveSelection { All = true, Exclude = exclude, CommonOverrides = true }, SmallMethods = smallMethods });

    /// <summary>Weaves all of <paramref name="input"/> so that no patch can add overrides of methods from outside.</summary>
    public static WeaveResult WeaveClosed(string input, string output) =>
        Weave(new WeaveRequest { InputPath = input, OutputPath = output, Selection = new WeaveSelection { All = true } });

    /// <summary>Weaves all of <paramref name="input"/> so that patches can add interfaces and overrides of methods from outside.</summary>
    public static WeaveResult WeaveOpen(string input, string output) =>
        Weave(new WeaveRequest { InputPath = input, OutputPath = output, Selection = new WeaveSelection { All = true, Overrides = true, Interfaces = true } });

    /// <summary>The patch from a woven baseline to a new build, made with earlier patches at hand.</summary>
    public static byte[] Patch(string baseline, string @new, string output, params string[] earlier)
    {
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = baseline, NewPath = @new, OutputPath = output, References = [AppContext.BaseDirectory], EarlierPatches = earlier });
        return result.Outcome == PatchOutcome.Made
            ? File.ReadAllBytes(output)
            : throw new InvalidOperationException($"Patch {baseline} -> {@new}: {result.Outcome}\n{Errors(result.Diagnostics)}");
    }

    private static WeaveResult Weave(WeaveRequest request)
    {
        var result = AssemblyWeaver.Weave(request);
        return result.Outcome == WeaveOutcome.Woven
            ? result
            : throw new InvalidOperationException($"Weaving {request.InputPath}: {result.Outcome}\n{Errors(result.Diagnostics)}");
    }

    private static string Errors(IEnumerable<Diagnostic> diagnostics) =>
        string.Join("\n", diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error));
}
