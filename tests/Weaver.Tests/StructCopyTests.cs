using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>New bodies that cannot work on the copy of a struct that the deployed stub hands over: callers are bound to them, or the patch is refused.</summary>
[Collection("swaps")]
public class StructCopyTests
{
    private const string Program = """
        using System;
        using System.IO;
        public struct S
        {
            public int A;
            public int B;
            METHOD
            public int Other() { A += 3; B = A * 31 + B; return B; }
        }
        public sealed class Owner
        {
            public S Held;
            public string Call() => Held.M(this) + ":" + Held.A + ":" + Held.B;
            public void Set() => Held.A = 70 + Held.B;
        }
        public static class Copies
        {
            private static readonly Owner s_owner = new();
            public static void Prepare() { }
            public static void Run(TextWriter output)
            {
                s_owner.Held = default;
                output.Write(s_owner.Call() + " " + s_owner.Call() + " " + s_owner.Held.Other() + " ");
                var local = new S { A = 5 };
                output.Write(local.M(s_owner) + ":" + local.A + ":" + local.B);
            }
        }
        """;

    [Theory]
    // More is written than comes back, all of it, the address goes out, others write meanwhile.
    [InlineData("public int M(Owner o) { A++; return A * 31 + B * 17; }", "public int M(Owner o) { A++; B += 2; return A * 31 + B * 17; }")]
    [InlineData("public int M(Owner o) { A++; return A * 31 + B * 17; }", "public int M(Owner o) { this = new S { A = A + 1, B = 5 }; return A * 31 + B * 17; }")]
    [InlineData("public int M(Owner o) => A * 31 + B * 17 + 2;", "public int M(Owner o) => System.Threading.Interlocked.Add(ref A, 4) * 31 + B * 17;")]
    [InlineData("public int M(Owner o) { A++; return A * 31 + B * 17; }", "public int M(Owner o) { A++; o.Set(); return A * 31 + B * 17; }")]
    [InlineData("public int M(Owner o) => A * 31 + B * 17 + 2;", "public int M(Owner o) { o.Set(); return A * 31 + B * 17; }")]
    // What it calls changed, and it did not.
    [InlineData("public int M(Owner o) { Bump(); return A * 31 + B * 17; } public void Bump() { A += 5; A *= 31; A += 17; }", "public int M(Owner o) { Bump(); return A * 31 + B * 17; } public void Bump() { A += 5; B += 31; A += 17; }")]
    // A constructor, and one that other constructors call.
    [InlineData("public int M(Owner o) => A * 31 + B * 17 + 2;", "public int M(Owner o) => A.ToString().Length * 31 + B.GetHashCode() * 17 + B;")]
    [InlineData("public Part P; public struct Part { public int N; public override string ToString() => \"part\" + N; } public override string ToString() { var p = P; return \"x\" + p.ToString(); } public int M(Owner o) => A * 31 + ((object)this).ToString().Length;", "public Part P; public struct Part { public int N; public override readonly string ToString() => \"the part\" + N; } public override string ToString() => \"x\" + P.ToString(); public int M(Owner o) => A * 31 + ((object)this).ToString().Length;")]
    [InlineData("public Part P; public struct Part { public int N; public override int GetHashCode() => ++N; } public int M(Owner o) { P.GetHashCode(); return A * 31 + P.N; }", "public Part P; public struct Part { public int N; public override int GetHashCode() => N += 3; } public int M(Owner o) { P.GetHashCode(); return A * 17 + P.N; }")]
    [InlineData("public S(int a, Owner o) { A = a; B = a * 31 + 5; } public int M(Owner o) => new S(3, o).B + A * 31;", "public S(int a, Owner o) { A = a; B = System.Threading.Interlocked.Increment(ref A); } public int M(Owner o) => new S(3, o).B + A * 31;")]
    [InlineData("public S(int a, Owner o) : this(a) { B += A; } private S(int a) { A = a; B = a * 31 + 5; } public int M(Owner o) => new S(3, o).B + A * 31;", "public S(int a, Owner o) : this(a) { B += A * 3; } private S(int a) { A = a; B = System.Threading.Interlocked.Increment(ref A) * 7; } public int M(Owner o) => new S(3, o).B + A * 31;")]
    public async Task Callers_run_the_new_body_on_the_struct_itself(string before, string after)
    {
        var source = "#if V2\n" + Program.Replace("METHOD", after, StringComparison.Ordinal) + "\n#else\n" + Program.Replace("METHOD", before, StringComparison.Ordinal) + "\n#endif\n";
        using var swap = new SwapCase("Copies", Configuration.Release, source: source);
        Assert.Contains(Planned.ForFile(swap.Plain1).Types.Single(static t => t.Name == "S").Exports, static e => e.Self is not null);
        await swap.GoesLiveAndBack(swap.MakePatch(swap.Plain2).Bytes);
        await swap.GoesLiveAndBack(swap.MakePatch(swap.Woven2).Bytes);
    }

    [Theory]
    [InlineData("public override int GetHashCode() { A += 31; return A * 17 + B; }", "public override int GetHashCode() { B += 31; return B * 17 + A; }", "it writes B")]
    [InlineData("public override int GetHashCode() { A += 31; return A * 17 + B; }", "public override int GetHashCode() { return System.Threading.Interlocked.Increment(ref A) * 17 + B; }", "it gives the address of the struct away")]
    [InlineData("public override int GetHashCode() { return A * 31 + B * 17 + A; }", "public override int GetHashCode() { return System.Environment.TickCount + A * 31 + B * 17; }", "it calls other code")]
    public void One_that_objects_are_asked_for_is_refused(string before, string after, string why)
    {
        const string Struct = "public struct T { public int A; public int B; METHOD }";
        var (result, written) = EditCase.Make(Struct.Replace("METHOD", before, StringComparison.Ordinal), Struct.Replace("METHOD", after, StringComparison.Ordinal));
        Assert.Equal(PatchOutcome.Failed, result.Outcome);
        Assert.False(written);
        var error = Assert.Single(result.Diagnostics, static d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal("HW4050", error.Id);
        Assert.Equal("T.GetHashCode()", error.Member);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Location);
    }

    // The runs of a loop keep the deployed body, as of any method without a stub, and the report says so.
    [Fact]
    public void Who_keeps_the_deployed_body_is_named()
    {
        const string Loop = "public static class P { public static S Held; public static void Main() { while (true) { System.Console.ReadLine(); System.Console.WriteLine(Held.M(1)); } } }";
        const string Before = "public struct S { public int A; public int B; public int M(int n) => A * 31 + B * 17 + n; } " + Loop;
        const string After = "public struct S { public int A; public int B; public int M(int n) => System.Threading.Interlocked.Add(ref A, n) * 31 + B * 17; } " + Loop;
        var (result, _) = EditCase.Make(Before, After, Microsoft.CodeAnalysis.OutputKind.ConsoleApplication);
        Assert.Equal(PatchOutcome.Made, result.Outcome);
        Assert.Contains(result.Diagnostics, static d => d.Kind == DiagnosticKind.NextStart && d.Message.Contains("S.M(Int32)", StringComparison.Ordinal));
    }
}
