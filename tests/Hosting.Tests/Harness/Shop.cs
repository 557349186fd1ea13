using System.Runtime.Loader;
using System.Text;
using HotWeave.Weaver;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace HotWeave.Hosting.Tests.Harness;

/// <summary>Woven code that requests call, and the patch to its next version; made and loaded once.</summary>
internal static class Shop
{
    private const string Source = """
        [assembly: HotWeave.Swappable]

        public static class Shop
        {
            public static int Version() => 0;
        }
        """;

    private static readonly Lazy<(Func<int> Version, byte[] Patch)> s_shop = new(Load);

    /// <summary>A qualified call: 0 on the baseline, 1 with the patch.</summary>
    internal static int Version() => s_shop.Value.Version();

    internal static Task<SwapResult> ApplyAsync(SwapMode mode = SwapMode.UnitOfWork, TimeSpan? timeout = null, bool cancelUnits = false) =>
        HotSwap.ApplyAsync(s_shop.Value.Patch, new SwapOptions { Mode = mode, Timeout = timeout ?? TimeSpan.FromSeconds(60), CancelUnits = cancelUnits });

    internal static Task<SwapResult> RollbackAsync(SwapMode mode = SwapMode.UnitOfWork) =>
        HotSwap.RollbackAsync(VersionNumber.Baseline, new SwapOptions { Mode = mode, Timeout = TimeSpan.FromSeconds(60) });

    private static (Func<int>, byte[]) Load()
    {
        var folder = Directory.CreateTempSubdirectory("hotweave-");
        try
        {
            var baseline = Weave(Compile(folder, "1", Source), folder);
            var next = Compile(folder, "2", Source.Replace("=> 0", "=> 1", StringComparison.Ordinal));
            var patch = Path.Combine(folder.FullName, "shop.hotpatch");
            var made = PatchMaker.Make(new PatchRequest { BaselinePath = baseline, NewPath = next, OutputPath = patch });
            Assert.True(made.Outcome == PatchOutcome.Made, string.Join("\n", made.Diagnostics));
            var assembly = new AssemblyLoadContext("shop").LoadFromStream(new MemoryStream(File.ReadAllBytes(baseline)));
            return (assembly.GetType("Shop", throwOnError: true)!.GetMethod("Version")!.CreateDelegate<Func<int>>(), File.ReadAllBytes(patch));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Weave(string plain, DirectoryInfo folder)
    {
        var output = Path.Combine(folder.CreateSubdirectory("woven").FullName, "Shop.dll");
        var woven = AssemblyWeaver.Weave(new WeaveRequest { InputPath = plain, OutputPath = output, References = References(), SmallMethods = SmallMethods.Export });
        Assert.True(woven.Outcome == WeaveOutcome.Woven, string.Join("\n", woven.Diagnostics));
        return output;
    }

    private static string Compile(DirectoryInfo folder, string name, string source)
    {
        var path = Path.Combine(folder.CreateSubdirectory(name).FullName, "Shop.dll");
        using var image = File.Create(path);
        using var symbols = File.Create(Path.ChangeExtension(path, ".pdb"));
        var result = CSharpCompilation.Create(
            "Shop",
            [CSharpSyntaxTree.ParseText(source, path: "Shop.cs", encoding: Encoding.UTF8)],
            References().Select(r => MetadataReference.CreateFromFile(r)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true))
            .Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return path;
    }

    private static string[] References() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(static p => Path.GetFileName(p) is "System.Runtime.dll" or "System.Private.CoreLib.dll" or "HotWeave.Runtime.dll")];
}
