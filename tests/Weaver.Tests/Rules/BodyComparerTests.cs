using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Tests.Harness;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using Xunit;

namespace HotWeave.Weaver.Tests.Rules;

/// <summary>Which bodies count as the same, whatever their encoding.</summary>
public class BodyComparerTests
{
    private const string Source =
        "public class C { public double M(int n) { try { for (var i = 0; i < n; i++) { if (i == 3) continue; System.Console.Write(i); } } catch (System.Exception) { return 0.5; } return 1.5f; } }";

    [Fact]
    public void Long_and_short_forms_are_the_same() => Assert.True(Compare(static body => body.SimplifyMacros()));

    [Fact]
    public void A_branch_to_another_place_is_a_change() => Assert.False(Compare(static body =>
    {
        var branch = body.Instructions.First(static i => i.OpCode.FlowControl == FlowControl.Branch && i.Operand is Instruction { Previous: not null });
        branch.Operand = ((Instruction)branch.Operand).Previous;
    }));

    [Fact]
    public void A_handler_that_begins_elsewhere_is_a_change() =>
        Assert.False(Compare(static body => body.ExceptionHandlers[0].TryStart = body.ExceptionHandlers[0].TryStart.Next));

    [Fact]
    public void A_handler_of_another_exception_is_a_change() =>
        Assert.False(Compare(static body => body.ExceptionHandlers[0].CatchType = body.Method.Module.TypeSystem.Object));

    [Fact]
    public void Another_zero_is_a_change() => Assert.False(Compare(
        static body => Constant(body).Operand = -0.0, static body => Constant(body).Operand = 0.0));

    [Fact]
    public void Not_a_number_is_itself() => Assert.True(Compare(
        static body => Constant(body).Operand = double.NaN, static body => Constant(body).Operand = double.NaN));

    [Fact]
    public void Another_local_is_a_change() => Assert.False(Compare(static body => body.Variables[0].VariableType = body.Method.Module.TypeSystem.Int64));

    [Fact]
    public void Another_implementation_flag_is_a_change() => Assert.False(Compare(static body => body.Method.NoInlining = true));

    private static Instruction Constant(MethodBody body) => body.Instructions.First(static i => i.OpCode.Code == Code.Ldc_R8);

    private static bool Compare(Action<MethodBody> edit, Action<MethodBody>? editOld = null)
    {
        using var directory = new TestDirectory();
        var path = Compiler.CSharp(directory, "Snippet", Source, Configuration.Release);
        using var now = new ModuleReader([], new DiagnosticSink()).Read(path)!;
        using var then = new ModuleReader([], new DiagnosticSink()).Read(path)!;
        var (method, old) = (Method(now.Module), Method(then.Module));
        var comparer = new BodyComparer(new GeneratedKeys(now.Module), new GeneratedKeys(then.Module));
        Assert.True(comparer.AreSame(method, old));
        edit(method.Body);
        editOld?.Invoke(old.Body);
        return comparer.AreSame(method, old);
    }

    private static MethodDefinition Method(ModuleDefinition module) => module.GetType("C").Methods.Single(static m => m.Name == "M");
}
