using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Rules;

/// <summary>Which methods marked [UnitOfWork] can be units, when those end, and how they wait at the gate.</summary>
public class UnitRuleTests
{
    private const string Usings = "using System.Collections.Generic; using System.Threading.Tasks; ";

    [Theory]
    [InlineData("void M() { }", "synchronous, blocks")]
    [InlineData("int M(ref int n) => n;", "synchronous, blocks")]
    [InlineData("List<int> M() => [];", "synchronous, blocks")]
    [InlineData("T M<T>(T t) => t;", "synchronous, blocks")]
    [InlineData("Task M(object o, int n, List<int> l, DateTime t) => Task.CompletedTask;", "task")]
    [InlineData("async Task<T> M<T>(T t) { await Task.Yield(); return t; }", "task")]
    [InlineData("Task M(ref int n) => Task.CompletedTask;", "task, blocks")]
    [InlineData("Task M(Span<int> n) => Task.CompletedTask;", "task, blocks")]
    [InlineData("unsafe Task M(int* n) => Task.CompletedTask;", "task, blocks")]
    [InlineData("Task M<T>(T t) where T : allows ref struct => Task.CompletedTask;", "task, blocks")]
    [InlineData("ValueTask M() => default;", "valuetask")]
    [InlineData("ValueTask<int> M() => default;", "valuetask")]
    [InlineData("async IAsyncEnumerable<int> M() { await Task.Yield(); yield return 1; }", "stream")]
    public void Shapes(string member, string expected)
    {
        var units = Planned.For($"{Usings}public class C {{ [UnitOfWork] public {member} }}").Units;
        Assert.Equal("C.M", Assert.Single(units).UnitName);
        Assert.EndsWith(" " + expected, units[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public async void M() { await Task.Yield(); }", "HW2021")]
    [InlineData("public IEnumerable<int> M() { yield return 1; }", "HW2022")]
    [InlineData("public System.Runtime.CompilerServices.YieldAwaitable M() => Task.Yield();", "HW2022")]
    [InlineData("public async IAsyncEnumerator<int> M() { await Task.Yield(); yield return 1; }", "HW2022")]
    [InlineData("public extern void M();", "HW2023")]
    [InlineData("public void M(__arglist) { }", "HW2023")]
    [InlineData("public object M() => System.Reflection.MethodBase.GetCurrentMethod()!;", "HW2023")]
    [InlineData("public IAsyncEnumerable<int> M(Span<int> s) => null!;", "HW2023")]
    [InlineData("[System.Runtime.CompilerServices.ModuleInitializer] internal static void M() { }", "HW2023")]
    public void What_cannot_be_a_unit_stops_the_build(string member, string id)
    {
        using var directory = new TestDirectory();
        var input = Compiler.CSharp(directory.Sub("in"), "Refused", $"using System; using HotWeave; {Usings}public class C {{ [UnitOfWork] {member} }}", Configuration.Release);
        var result = AssemblyWeaver.Weave(new WeaveRequest { InputPath = input, OutputPath = directory.File("Refused.dll"), References = [AppContext.BaseDirectory] });
        Assert.Equal(WeaveOutcome.Failed, result.Outcome);
        Assert.Equal([(id, "C.M")], result.Diagnostics.Where(d => d.Id != "HW2001").Select(d => (d.Id, d.Member!.Split('(')[0])));
        Assert.False(File.Exists(directory.File("Refused.dll")));
    }

    [Fact]
    public void Unit_methods_are_safe_points()
    {
        var plan = Planned.For("public class C { [UnitOfWork] private int Job(int n) => n; public int Run(int n) { for (var i = 0; i < 3; i++) n += Job(n); return n; } }");
        Assert.NotNull(plan.Export("Job"));
        Assert.DoesNotContain(plan.Types.Single().LocalCalls, c => c.Target.Name.StartsWith("C.Job", StringComparison.Ordinal));
    }

    [Fact]
    public void Types_that_are_not_swappable_have_units_too()
    {
        var plan = Planned.For("public class Outer<T> { public class C { [UnitOfWork] public void M() { } } }", new WeaveSelection());
        Assert.Empty(plan.Types);
        Assert.Equal("Outer.C.M", Assert.Single(plan.Units).UnitName);
    }
}
