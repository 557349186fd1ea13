using Microsoft.CodeAnalysis;

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

    private static readonly Lazy<WovenProgram> s_program = new(static () =>
        WovenProgram.Make("Shop", OutputKind.DynamicallyLinkedLibrary, [Source], [Source.Replace("=> 0", "=> 1", StringComparison.Ordinal)]));

    private static readonly Lazy<Func<int>> s_version = new(static () =>
        s_program.Value.Load().GetType("Shop", throwOnError: true)!.GetMethod("Version")!.CreateDelegate<Func<int>>());

    /// <summary>The patch.</summary>
    internal static byte[] Patch
    {
        get
        {
            Version();
            return s_program.Value.Patch;
        }
    }

    /// <summary>A qualified call: 0 on the baseline, 1 with the patch.</summary>
    internal static int Version() => s_version.Value();

    internal static Task<SwapResult> ApplyAsync(SwapMode mode = SwapMode.UnitOfWork, TimeSpan? timeout = null, bool cancelUnits = false) =>
        HotSwap.ApplyAsync(s_program.Value.Patch, new SwapOptions { Mode = mode, Timeout = timeout ?? TimeSpan.FromSeconds(60), CancelUnits = cancelUnits });

    /// <summary>Tries the patch on a share of the units.</summary>
    internal static Task<SwapResult> TryAsync(double share) =>
        HotSwap.ApplyAsync(s_program.Value.Patch, new SwapOptions { Mode = SwapMode.UnitOfWork, Probation = new ProbationOptions { Share = share, Window = TimeSpan.FromSeconds(10) } });

    internal static Task<SwapResult> RollbackAsync(SwapMode mode = SwapMode.UnitOfWork) =>
        HotSwap.RollbackAsync(VersionNumber.Baseline, new SwapOptions { Mode = mode, Timeout = TimeSpan.FromSeconds(60) });
}
