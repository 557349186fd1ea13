using HotWeave.Testing.Loading;
using HotWeave.Weaver;

namespace HotWeave.Testing;

/// <summary>What a test does with the files of a build before anything runs.</summary>
internal static class Builds
{
    public static string Existing(string path) =>
        File.Exists(path) ? Path.GetFullPath(path) : throw new SwapTestException($"There is no file {Path.GetFullPath(path)}.");

    /// <summary>The build itself where it is woven, else a woven copy of it with copies of what lies beside it.</summary>
    public static string Woven(string path, TemporaryFolder folder, SwapTestOptions options)
    {
        var input = Existing(path);
        if (AssemblyInspector.Inspect(input, options.References).Outcome == InspectOutcome.Woven)
            return input;
        var woven = folder.Sub("woven");
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(input)!, "*.dll"))
            File.Copy(file, Path.Combine(woven, Path.GetFileName(file)));
        var output = Path.Combine(woven, Path.GetFileName(input));
        var result = AssemblyWeaver.Weave(new WeaveRequest
        {
            InputPath = input,
            OutputPath = output,
            Selection = options.Selection,
            SmallMethods = options.SmallMethods,
            References = [.. options.References, AppContext.BaseDirectory],
        });
        return result.Outcome switch
        {
            WeaveOutcome.Woven => output,
            WeaveOutcome.NothingSelected => throw new SwapTestException($"{path} has no swappable type: mark some, or select them in {nameof(SwapTestOptions)}.{nameof(SwapTestOptions.Selection)}."),
            _ => throw new SwapTestException($"{path} cannot be woven.", result.Diagnostics),
        };
    }

    public static PatchResult Patch(string woven, string @new, string? output, SwapTestOptions options) => PatchMaker.Make(new PatchRequest
    {
        BaselinePath = woven,
        NewPath = @new,
        OutputPath = output,
        References = [.. options.References, AppContext.BaseDirectory],
    });
}
