using HotWeave.Weaver.Tests.CodeChanges;
using Xunit;

namespace HotWeave.Weaver.Tests.Alive;

/// <summary>A patch whose new field only constructors fill, in processes whose heap a test says.</summary>
[Collection("swaps")]
public sealed class NoneAliveTests : IDisposable
{
    // Version 3 does not have the field; 4 has it, and another body.
    private const string Sessions = """
        [Swappable]
        public class Session
        {
            private readonly string user;
        #if V2 || V4
            internal int token;
        #endif
            public Session(string user, int n)
            {
                this.user = user;
        #if V2 || V4
                token = n * 2;
        #else
                GC.KeepAlive(n);
        #endif
            }
        #if V1
            public string Show() => "v1 " + user + ToString()!.Length;
        #elif V2
            public string Show() => "v2 " + user;
        #elif V3
            public string Show() => "v3 " + user;
        #else
            public string Show() => "v4 " + user;
        #endif
        }
        public class Guest<T> : Session
        {
            public Guest() : base("guest", 4) { }
        }
        [Swappable]
        public static class Test
        {
            public static readonly List<Session> Made = new();
            public static void Make() => Made.Add(new Session("u" + Made.Count, 5));
            public static void MakeGuest() => Made.Add(new Guest<string>());
            public static void Copy() => Made.Add((Session)typeof(object).GetMethod("MemberwiseClone", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.Invoke(Made[0], null)!);
            public static void Bare() => Made.Add((Session)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(typeof(Session)));
            public static void Run(TextWriter output)
            {
                foreach (var made in Made)
                {
        #if V2 || V4
                    output.Write(made.Show() + ":" + made.token + " ");
        #else
                    output.Write(made.Show() + " ");
        #endif
                }
            }
        }
        """;

    private readonly ChangingCase _case = new(Sessions, ifNoneAlive: true);

    public void Dispose() => _case.Dispose();

    [Fact]
    public async Task Where_none_is_alive_it_goes_live_and_back_and_forward_again()
    {
        var result = await _case.ApplyAsync(2, Seeing());
        Assert.Equal(SwapMode.Quiescent, result.Mode);
        Assert.Equal(TimeSpan.FromMilliseconds(7), result.Census!.Pause);
        Assert.Contains("\"census\":{\"objects\":3,\"pauseMs\":7}", result.ToJson(), StringComparison.Ordinal);
        Do("Make");
        Do("MakeGuest");
        Do("Copy");
        Assert.Equal("v2 u0:10 v2 guest:8 v2 u0:10 ", _case.Run());

        // The way back asks for nothing; what the new code made runs the deployed one.
        Assert.Null((await HotSwap.RollbackAsync(_case.Before)).Census);
        Assert.StartsWith("v1 u0", _case.Run(), StringComparison.Ordinal);
        var e = await _case.RefusedAsync("HW6531", 2, Seeing(("Session", 2), ("Guest`1", 1)));
        Assert.Contains("there are: 1 of Guest`1, 2 of Session.", e.Message, StringComparison.Ordinal);
        await _case.ApplyAsync(2, Seeing());
        await _case.BackAsync();
    }

    [Fact]
    public async Task HW6530_without_somebody_who_looks_it_is_refused()
    {
        var e = await _case.RefusedAsync("HW6530", 2);
        Assert.Contains("no object of Session", e.Message, StringComparison.Ordinal);
        Assert.Contains("(token: System.Int32)", e.Message, StringComparison.Ordinal);
        Assert.Contains("--if-none-alive", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SwapException>(() => HotSwap.CheckAsync(_case.Patch(2), _case.Options));
        Assert.Equal(_case.Before, HotSwap.GetStatus().Current);
    }

    [Theory]
    [InlineData("Make")]
    [InlineData("MakeGuest")]
    public async Task HW6533_an_object_made_while_it_looks_undoes_the_turn(string made)
    {
        var e = await _case.RefusedAsync("HW6533", 2, Seeing(() => Do(made)));
        Assert.Contains("Session..ctor", e.Message, StringComparison.Ordinal);
        Assert.StartsWith("v1 ", _case.Run(), StringComparison.Ordinal);
        Assert.Equal(_case.Before, HotSwap.GetStatus().Current);
        await _case.ApplyAsync(2, Seeing());
        await _case.BackAsync();
    }

    [Fact]
    public async Task Calls_of_other_types_while_it_looks_do_not_undo_it()
    {
        await _case.ApplyAsync(2, Seeing(() => Assert.Equal("", _case.Run())));
        await _case.BackAsync();
    }

    [Fact]
    public async Task What_no_constructor_makes_is_as_in_a_process_of_the_new_build()
    {
        await _case.ApplyAsync(2, Seeing(() => Do("Bare")));
        Do("Bare");
        Assert.Equal("v2 :0 v2 :0 ", _case.Run());
        await _case.BackAsync();
    }

    [Fact]
    public async Task HW6532_a_look_that_sees_nothing_is_none()
    {
        var options = new SwapOptions { TakeCensus = static _ => new HeapCensus { Objects = new Dictionary<string, long>(), Pause = default } };
        Assert.Contains("it counts 0 of 3 objects", (await _case.RefusedAsync("HW6532", 2, options)).Message, StringComparison.Ordinal);
        options = new SwapOptions { TakeCensus = static _ => throw new IOException("no port") };
        Assert.Contains("no port", (await _case.RefusedAsync("HW6532", 2, options)).Message, StringComparison.Ordinal);
        Assert.Equal(_case.Before, HotSwap.GetStatus().Current);
    }

    [Fact]
    public async Task A_cancelled_look_changes_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        var patch = _case.Patch(2);
        var options = Seeing(cancellation.Cancel) with { LoadContext = _case.Live.Context };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => HotSwap.ApplyAsync(patch, options, cancellation.Token));
        Assert.Equal(_case.Before, HotSwap.GetStatus().Current);
    }

    [Theory]
    [InlineData(SwapMode.Immediate)]
    [InlineData(SwapMode.UnitOfWork)]
    public async Task HW6501_two_versions_never_make_objects_at_once(SwapMode mode)
    {
        await _case.RefusedAsync("HW6501", 2, Seeing() with { Mode = mode, SharedState = true });
        await _case.ApplyAsync(2, Seeing());
        var e = await Assert.ThrowsAsync<SwapException>(() => HotSwap.RollbackAsync(_case.Before, new SwapOptions { Mode = mode, SharedState = true }));
        Assert.Equal("HW6501", e.Code);
        await _case.BackAsync();
    }

    [Fact]
    public async Task HW6221_and_HW6535_no_share_of_the_units_gets_it_and_no_start_does()
    {
        await _case.RefusedAsync("HW6221", 2, Seeing() with { SharedState = true, Probation = new ProbationOptions { Share = 0.5 } });
        await _case.RefusedAsync("HW6535", 2, Seeing() with { Probation = new ProbationOptions { ConfirmOnSuccess = true } });
        await _case.ApplyAsync(2, Seeing());
        Assert.Equal("HW6535", (await Assert.ThrowsAsync<SwapException>(() => HotSwap.ConfirmAsync())).Code);
        await _case.RefusedAsync("HW6537", 3, new SwapOptions { Probation = new ProbationOptions() });
        await _case.BackAsync();
    }

    [Fact]
    public async Task HW6534_where_another_patch_replaced_the_type_nobody_sees_who_makes_objects()
    {
        await _case.ApplyAsync(3);
        await _case.RefusedAsync("HW6534", 2, Seeing());
        await _case.BackAsync();
        await _case.RefusedAsync("HW6534", 2, Seeing());
    }

    [Fact]
    public async Task A_later_patch_whose_constructors_fill_the_same_fields_needs_no_look()
    {
        var first = (await _case.ApplyAsync(2, Seeing())).To;
        Do("Make");
        Assert.Null((await _case.ApplyAsync(4)).Census);
        Do("Make");
        Assert.Equal("v4 u0:10 v4 u1:10 ", _case.Run());
        await HotSwap.RollbackAsync(first);
        Assert.Equal("v2 u0:10 v2 u1:10 ", _case.Run());
        await _case.BackAsync();
        // Nobody of the first looks for what the second left: both give every object its field.
        await _case.ApplyAsync(4, Seeing());
        await _case.BackAsync();
    }

    private void Do(string method) => _case.Live.Assembly.GetType("Test")!.GetMethod(method)!.Invoke(null, null);

    private SwapOptions Seeing(params (string Type, long Count)[] objects) => Seeing(static () => { }, objects);

    // What a census has besides, whoever takes it: the objects that prove that it saw the heap.
    private SwapOptions Seeing(Action meanwhile, params (string Type, long Count)[] objects)
    {
        var marks = HeapCensus.NameOf(typeof(HotSwap).Assembly.GetType("HotWeave.CodeChange.HeapMarks+Mark`1+Inner", throwOnError: true)!);
        return new SwapOptions
        {
            TakeCensus = _ =>
            {
                meanwhile();
                return new HeapCensus
                {
                    Objects = objects.Append((Type: marks, Count: 3L)).ToDictionary(o => o.Type == marks ? marks : HeapCensus.NameOf(_case.Live.Assembly.GetType(o.Type, throwOnError: true)!), static o => o.Count),
                    Pause = TimeSpan.FromMilliseconds(7),
                };
            },
        };
    }
}
