using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Loops that wait for work for ever, and keep running while swaps happen.</summary>
[Collection("swaps")]
public sealed class WaitingLoopSwapTests
{
    private const string Source = """
        using System;
        using System.IO;
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;
        public class Service(string name)
        {
            private readonly Channel<string> _in = Channel.CreateUnbounded<string>();
            private readonly Channel<string> _out = Channel.CreateUnbounded<string>();
            private readonly CancellationTokenSource _stop = new();
            private Task _run = Task.CompletedTask;
            public void Start() => _run = ExecuteAsync(_stop.Token);
            public string Ask(string item) { _in.Writer.TryWrite(item); return _out.Reader.ReadAsync().AsTask().Result; }
            public void Stop() { _stop.Cancel(); try { _run.Wait(); } catch (AggregateException) { } }
            private async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    var item = await _in.Reader.ReadAsync(stoppingToken);
                    await TickAsync(item);
        #if LOOP
                    New<string>();
        #endif
                }
            }
        #if LOOP
            private void New<T>() { for (var i = 0; i < 3; i++) Console.Error.Write(""); }
        #endif
            private async Task TickAsync(string item)
            {
                await Task.Yield();
        #if V2
                await _out.Writer.WriteAsync(name + "2" + Suffix(item));
        #else
                await _out.Writer.WriteAsync(name + "1" + Suffix(item));
        #endif
            }
            private static string Suffix(string item) => item;
        }
        public static class Loop
        {
            private static readonly Service first = new("first"), second = new("second");
            public static void StartFirst(TextWriter output) => first.Start();
            public static void StartSecond(TextWriter output) => second.Start();
            public static void AskFirst(TextWriter output) => output.Write(first.Ask("a"));
            public static void AskSecond(TextWriter output) => output.Write(second.Ask("b"));
            public static void Stop(TextWriter output) { first.Stop(); second.Stop(); }
        }
        """;

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task A_background_service_takes_new_code_at_its_next_tick(Configuration configuration)
    {
        using var swap = new SwapCase("Loop", configuration, source: Source);
        var (result, patch) = swap.MakePatch(swap.Plain2);
        Assert.Empty(result.Diagnostics);
        var live = Loaded.From(swap.Woven1);
        Run(live, "StartFirst");
        Assert.Equal("first1a", Run(live, "AskFirst"));
        var before = HotSwap.GetStatus().Current;
        await HotSwap.ApplyAsync(patch, new SwapOptions { LoadContext = live.Context });
        Assert.Equal("first2a", Run(live, "AskFirst"));
        await HotSwap.RollbackAsync(before);
        Assert.Equal("first1a", Run(live, "AskFirst"));
        Run(live, "Stop");
    }

    [Fact]
    public async Task A_changed_loop_is_a_remark_and_runs_of_the_new_one_move_on_too()
    {
        using var swap = new SwapCase("Loop", Configuration.Release, source: Source.Replace("#if LOOP", "#if V2", StringComparison.Ordinal));
        var (result, patch) = swap.MakePatch(swap.Plain2);
        Assert.Equal([("HW3280", "Service.ExecuteAsync(CancellationToken)"), ("HW3281", "Service.ExecuteAsync(CancellationToken)")], result.Diagnostics.Select(d => (d.Id, d.Member!)));
        Assert.Contains("Service.New<T>()", result.Diagnostics[1].Message, StringComparison.Ordinal);
        var live = Loaded.From(swap.Woven1);
        Run(live, "StartFirst");
        var before = HotSwap.GetStatus().Current;
        await HotSwap.ApplyAsync(patch, new SwapOptions { LoadContext = live.Context });
        Run(live, "StartSecond");
        Assert.Equal("first2a", Run(live, "AskFirst"));
        Assert.Equal("second2b", Run(live, "AskSecond"));
        await HotSwap.RollbackAsync(before);
        Assert.Equal("first1a", Run(live, "AskFirst"));
        Assert.Equal("second1b", Run(live, "AskSecond"));
        Run(live, "Stop");
    }

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task What_a_new_loop_calls_that_has_no_stub_moves_with_later_patches(Configuration configuration)
    {
        const string source = """
            using System;
            using System.IO;
            using System.Threading;
            using System.Threading.Channels;
            using System.Threading.Tasks;
            public class Service
            {
                private readonly Channel<string> _in = Channel.CreateUnbounded<string>();
                private readonly Channel<string> _out = Channel.CreateUnbounded<string>();
                public async Task ExecuteAsync()
                {
                    while (true)
                    {
                        var item = await _in.Reader.ReadAsync();
            #if V2 || V3
                        Add(ref item, out var length);
                        await _out.Writer.WriteAsync(item + Tag(length) + New());
            #else
                        await _out.Writer.WriteAsync(item);
            #endif
                    }
                }
                public string Ask(string item) { _in.Writer.TryWrite(item); return _out.Reader.ReadAsync().AsTask().Result; }
                public void Stop() => _in.Writer.Complete();
            #if V3
                private string Tag(int length) => "t3" + length;
                private static void Add(ref string item, out int length) { item += "a3"; length = 3; }
                private static string New() => "n3";
            #elif V2
                private string Tag(int length) => "t2" + length;
                private static void Add(ref string item, out int length) { item += "a2"; length = 2; }
                private static string New() => "n2";
            #else
                private string Tag(int length) => "t1" + length;
                private static void Add(ref string item, out int length) { item += "a1"; length = 1; }
            #endif
            }
            public static class Loop
            {
                private static readonly Service service = new();
                private static Task run = Task.CompletedTask;
                public static void Start(TextWriter output) => run = service.ExecuteAsync();
                public static void Ask(TextWriter output) => output.Write(service.Ask("x"));
                public static void Stop(TextWriter output) { service.Stop(); try { run.Wait(); } catch (AggregateException) { } }
            }
            """;
        using var directory = new TestDirectory();
        var name = "Late" + configuration;
        var woven = Weaving.All(Compiler.CSharp(directory.Sub("1"), name, source, configuration), directory.Sub("woven"), SmallMethods.Accessors, AppContext.BaseDirectory);
        var live = Loaded.From(woven);
        var options = new SwapOptions { LoadContext = live.Context };
        var first = HotSwap.GetStatus().Current;
        await HotSwap.ApplyAsync(Patch(2), options);
        Run(live, "Start");
        Assert.Equal("xa2t22n2", Run(live, "Ask"));
        using (UnitOfWork.Enter("of version 2"))
        {
            await HotSwap.ApplyAsync(Patch(3), options);
            Assert.Equal("xa3t33n3", Run(live, "Ask")); // through a door
        }

        Assert.Equal("xa3t33n3", Run(live, "Ask"));
        await HotSwap.RollbackAsync();
        Assert.Equal("xa2t22n2", Run(live, "Ask"));
        using (UnitOfWork.Enter("of version 2"))
        {
            await HotSwap.RollbackAsync(first);
            Assert.Equal("xa1t11n2", Run(live, "Ask"));
        }

        // The baseline has no New: the loop's own is what there is.
        Assert.Equal("xa1t11n2", Run(live, "Ask"));
        Run(live, "Stop");

        byte[] Patch(int version)
        {
            var file = directory.File($"{version}.hotpatch");
            var plain = Compiler.CSharp(directory.Sub(version.ToString(System.Globalization.CultureInfo.InvariantCulture)), name, $"#define V{version}\n" + source, configuration);
            var result = PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = plain, OutputPath = file, References = [AppContext.BaseDirectory] });
            Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
            Assert.DoesNotContain(result.Diagnostics, d => d.Id == "HW3281");
            return File.ReadAllBytes(file);
        }
    }

    [Fact]
    public async Task Without_the_inference_a_running_loop_keeps_what_it_calls()
    {
        using var directory = new TestDirectory();
        var plain1 = Compiler.CSharp(directory.Sub("1"), "Still", Source, Configuration.Release);
        var plain2 = Compiler.CSharp(directory.Sub("2"), "Still", "#define V2\n" + Source, Configuration.Release);
        var woven = directory.Sub("woven").File("Still.dll");
        var weaving = AssemblyWeaver.Weave(new WeaveRequest { InputPath = plain1, OutputPath = woven, Selection = new WeaveSelection { All = true }, WaitingLoops = false });
        Assert.Equal(WeaveOutcome.Woven, weaving.Outcome);
        var inspected = AssemblyInspector.Inspect(woven, []);
        Assert.Equal("all;small=accessors;loops=off", inspected.Settings);
        Assert.All(inspected.Types, t => Assert.Empty(t.WaitingLoops));

        var file = directory.File("still.hotpatch");
        var made = PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = plain2, OutputPath = file });
        Assert.Equal(PatchOutcome.Made, made.Outcome);
        var live = Loaded.From(woven);
        Run(live, "StartFirst");
        var before = HotSwap.GetStatus().Current;
        await HotSwap.ApplyAsync(await File.ReadAllBytesAsync(file), new SwapOptions { LoadContext = live.Context });
        Run(live, "StartSecond");
        Assert.Equal("first1a", Run(live, "AskFirst"));
        Assert.Equal("second2b", Run(live, "AskSecond"));
        await HotSwap.RollbackAsync(before);
        Run(live, "Stop");
    }

    [Fact]
    public void Inspection_lists_what_was_inferred_and_the_units()
    {
        using var directory = new TestDirectory();
        var plain = Compiler.CSharp(directory.Sub("1"), "Listed", Source + "public class Job { [HotWeave.UnitOfWork] public void Run(int n) { } }", Configuration.Release);
        var result = AssemblyInspector.Inspect(Weaving.All(plain, directory.Sub("woven"), SmallMethods.Accessors, AppContext.BaseDirectory), [AppContext.BaseDirectory]);
        var loop = Assert.Single(result.Types.SelectMany(t => t.WaitingLoops));
        Assert.Equal("Service.ExecuteAsync(CancellationToken)", loop.Method);
        Assert.Equal(["Service.TickAsync(String)"], loop.Calls);
        Assert.Equal([new InspectedUnit("Job.Run(Int32)", "Job.Run")], result.Units);
    }

    private static string Run(Loaded live, string step)
    {
        var output = new StringWriter();
        live.Assembly.GetType("Loop")!.GetMethod(step)!.Invoke(null, [output]);
        return output.ToString();
    }
}
