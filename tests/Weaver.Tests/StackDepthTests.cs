using System.Globalization;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Each call of a patched method stands on the stack with its dispatch, so that a recursion of one has room for fewer.</summary>
[Collection("swaps")]
public class StackDepthTests
{
    private const string Source = """
        using System;
        using System.IO;
        using System.Runtime.CompilerServices;
        using System.Threading;
        public class Down
        {
            public virtual int Go(Up up, int depth) => RuntimeHelpers.TryEnsureSufficientExecutionStack() ? up.Go(this, depth + 1) : depth;
        #if V2
            public int Added() => 2;
        #endif
        }
        public class Up
        {
        #if V2
            public virtual int Go(Down down, int depth) => RuntimeHelpers.TryEnsureSufficientExecutionStack() ? down.Go(this, depth + 1) : depth - 0;
        #else
            public virtual int Go(Down down, int depth) => RuntimeHelpers.TryEnsureSufficientExecutionStack() ? down.Go(this, depth + 1) : depth;
        #endif
        }
        public static class Deep
        {
            public static void Run(TextWriter output)
            {
                var deepest = 0;
                var thread = new Thread(() => deepest = new Down().Go(new Up(), 0), 1 << 20);
                thread.Start();
                thread.Join();
                output.Write(deepest);
            }
        }
        """;

    [Fact]
    public async Task A_recursion_of_patched_methods_has_room_for_a_quarter_of_the_calls_at_least()
    {
        using var swap = new SwapCase("Deep", Configuration.Release, source: Source);
        var loaded = Loaded.From(swap.Woven1);
        var before = Depth(loaded);
        await HotSwap.ApplyAsync(swap.MakePatch(swap.Plain2).Bytes);
        var patched = Depth(loaded);
        await HotSwap.RollbackAsync();

        Assert.True(before > 1_000, $"{before}");
        Assert.True(patched * 4 >= before, $"{before} before, {patched} patched");
    }

    private static int Depth(Loaded loaded) => int.Parse(loaded.Run("Deep"), CultureInfo.InvariantCulture);
}
