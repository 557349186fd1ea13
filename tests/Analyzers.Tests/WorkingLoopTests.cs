using HotWeave.Analyzers.CodeFixes;
using HotWeave.Analyzers.Rules;
using HotWeave.Analyzers.Tests.Verifying;
using Xunit;

namespace HotWeave.Analyzers.Tests;

public sealed class WorkingLoopTests
{
    private const string Before = """
        using System; using System.Collections.Generic; using System.Threading; using System.Threading.Channels; using System.Threading.Tasks;
        using HotWeave;
        """;

    [Theory]
    [InlineData("{|HW4060:while|} (true) { _count++; await Task.Delay(1000); }")]
    [InlineData("{|HW4060:for|} (;;) { if (_count > 2) { await WorkAsync(); } else { _count = 0; } await Task.Delay(1000); }")]
    [InlineData("{|HW4060:while|} (!token.IsCancellationRequested) { await Task.Delay(1000, token); _count += 2; }")]
    [InlineData("{|HW4060:while|} (await _timer.WaitForNextTickAsync(token)) { foreach (var i in new[] { 1, 2 }) await WorkAsync(); }")]
    [InlineData("await {|HW4060:foreach|} (var item in _items.Reader.ReadAllAsync(token)) { _count += item; await WorkAsync(); }")]
    [InlineData("{|HW4060:while|} (true) { try { _count = await FindAsync(); } finally { await WorkAsync(); } }")]
    [InlineData("{|HW4060:while|} (true) { Thread.Sleep(1000); lock (_items) { _count--; } }")]
    public Task A_loop_that_waits_for_ever_and_works_is_named(string loop) => Analyzed<WorkingLoopAnalyzer>.AsExpectedAsync(Program(loop));

    [Theory]
    // The work is in what it calls.
    [InlineData("while (true) { await WorkAsync(); await Task.Delay(1000); }")]
    [InlineData("while (await _timer.WaitForNextTickAsync(token)) await WorkAsync();")]
    [InlineData("while (true) { try { await WorkAsync(); } catch (OperationCanceledException) { return; } catch (Exception e) { Console.WriteLine(e); } }")]
    [InlineData("await foreach (var item in _items.Reader.ReadAllAsync(token)) { using var unit = await UnitOfWork.EnterAsync(\"item\"); await WorkAsync(); }")]
    [InlineData("while (true) { var item = await FindAsync(); if (item < 0) return; await WorkAsync(); }")]
    // It ends, or waits for nothing.
    [InlineData("while (true) { if (_count++ > 3) break; await Task.Yield(); }")]
    [InlineData("while (_count < 3) { _count++; await Task.Delay(1); }")]
    [InlineData("foreach (var i in new[] { 1, 2 }) { _count += i; await Task.Delay(1); }")]
    public Task A_loop_that_only_calls_or_that_ends_is_not(string loop) => Analyzed<WorkingLoopAnalyzer>.AsExpectedAsync(Program(loop));

    [Fact]
    public Task A_type_that_is_not_swappable_is_left_alone() => Analyzed<WorkingLoopAnalyzer>.AsExpectedAsync(
        Program("while (true) { _count++; await Task.Delay(1000); }").Replace("[Swappable]", "[NotSwappable]", StringComparison.Ordinal));

    [Fact]
    public Task The_work_moves_into_a_method_with_what_it_reads() => Fixed<WorkingLoopAnalyzer, ExtractRoundFix>.AsExpectedAsync(
        """
        using System.Threading.Tasks;
        using HotWeave;

        [Swappable]
        class Worker
        {
            private int _count;

            public async Task RunAsync(int step)
            {
                var name = step.ToString();
                {|HW4060:while|} (true)
                {
                    // One round.
                    _count += step + name.Length;
                    await Task.Delay(1000);
                }
            }
        }
        """,
        """
        using System.Threading.Tasks;
        using HotWeave;

        [Swappable]
        class Worker
        {
            private int _count;

            public async Task RunAsync(int step)
            {
                var name = step.ToString();
                while (true)
                {
                    await RunRoundAsync(step, name);
                }
            }

            private async Task RunRoundAsync(int step, string name)
            {
                // One round.
                _count += step + name.Length;
                await Task.Delay(1000);
            }
        }
        """);

    [Theory]
    [InlineData("int sum = 0; {|HW4060:while|} (true) { sum++; await Task.Delay(sum); }")]
    [InlineData("{|HW4060:while|} (true) { if (token.IsCancellationRequested) return; _count++; await Task.Delay(1); }")]
    public Task Work_that_changes_variables_outside_or_leaves_the_loop_does_not_move(string loop) =>
        Fixed<WorkingLoopAnalyzer, ExtractRoundFix>.AsExpectedAsync(Program(loop), Program(loop));

    private static string Program(string loop) => Before + $$"""

        [Swappable]
        class Worker
        {
            private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
            private readonly PeriodicTimer _timer = new(TimeSpan.FromSeconds(1));
            private int _count;

            public async Task RunAsync(CancellationToken token)
            {
                {{loop}}
                await Task.Yield();
            }

            private Task WorkAsync() => Task.CompletedTask;

            private Task<int> FindAsync() => Task.FromResult(_count);
        }
        """;
}
