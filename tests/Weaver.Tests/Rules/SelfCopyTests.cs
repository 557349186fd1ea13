using HotWeave.Weaver.Analysis.Structs;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Rules;

/// <summary>Where a stub hands over a copy of the struct, and what of it comes back: only where nobody can tell a copy from the struct.</summary>
public class SelfCopyTests
{
    private const string Common = """
        public interface IStep { bool Step(); }
        public class Owner { public static S Static; public S Held; public int Number; public virtual int Virtual() => 1; public int Plain(int n) => n > 3 ? n * 2 + Number : n * 3 - Number; }
        public static class Help
        {
            public static int Sum(int a, int b) { if (a < b) throw new ArgumentException("less"); return a * 31 + b * 17; }
            public static int Ask(Func<int> f) { var n = f(); return n * 31 + n; }
            public static void Set(Owner o) { o.Held = default; o.Number = o.Number * 31 + 5; }
            public static int Round(int n) => n > 100 ? n * 7 : Round(n * 3 + 1) + 1;
        }

        """;

    [Theory]
    // Reading alone.
    [InlineData("copied", "public int M() => a * 31 + b * 17 + (a ^ b);")]
    [InlineData("copied", "public readonly int M() => Math.Max(a, b) * 31 + a.CompareTo(b);")]
    [InlineData("copied", "public string M() => a.ToString() + b.ToString() + \"text\";")]
    [InlineData("copied", "public int M() { if (a < 0) throw new InvalidOperationException(\"less\"); return a * 31 + b; }")]
    [InlineData("copied", "public int M() { var copy = this; copy.a = 5; return copy.a * 31 + a * 17 + b; }")]
    [InlineData("copied", "public bool M(S other) => a == other.a && b == other.b && text == other.text;")]
    [InlineData("copied", "public int M() => Help.Sum(a, b) * 31 + Help.Sum(b, a) + a;")]
    [InlineData("copied", "public int M() => Read() * 31 + Read() * 17 + a; private int Read() => a * 5 + b * 7;")]
    [InlineData("copied", "public int M(Func<int> f) { var sum = a * 31 + b * 17; return sum + f(); }")]
    [InlineData("copied", "public int M(Owner o) { o.Number = a * 31 + b * 17; return a + b; }")]
    // Written, and nothing else.
    [InlineData("copied back (a)", "public bool M() => ++a < items.Length + b * 31;")]
    [InlineData("copied back (a b)", "public void M() { a += 31 * b; b = a * 17; }")]
    [InlineData("copied back (a)", "public bool M() { if (a >= items.Length) return false; b.ToString(); a++; return Help.Sum(a, b) > 3; }")]
    [InlineData("copied back (inner)", "public void M() { inner.X = a * 31 + b; inner.Y = b * 17 + a; }")]
    [InlineData("copied back (inner)", "public int M() { inner.Bump(a * 31 + b); return inner.X + inner.Y; }")]
    [InlineData("copied back (a b)", "public int M() { Next(); Next(); return a * 31 + b; } private void Next() { a++; b = a * 2 + b; }")]
    [InlineData("copied back (all)", "public void M() { this = new S { a = a * 31 + b, b = a * 17 + b }; }")]
    [InlineData("copied back (e)", "public bool M() { if (a > b * 31) return false; return e.MoveNext(); }")]
    // Nobody knows who sees it.
    [InlineData(null, "public int M() => System.Threading.Interlocked.Increment(ref a) * 31 + b;")]
    [InlineData(null, "public int M() { while (!stop) { b.ToString(); } return a * 31 + b; }")]
    [InlineData(null, "[System.Diagnostics.CodeAnalysis.UnscopedRef] public ref int M() { if (a > b * 31) return ref b; return ref a; }")]
    [InlineData("copied back (a)", "public int M() { ref var x = ref a; x = 5 * b; return x * 31 + a; }")]
    [InlineData(null, "public int M() { ref var x = ref a; b.ToString(); x = 5 * b; b = x; return x * 31 + a; }")]
    [InlineData(null, "public int M() { Take(ref a); return a * 31 + b * 17; } static void Take(ref int n) => n = 5;")]
    [InlineData(null, "public unsafe int M() { fixed (int* p = &a) return *p * 31 + b * 17; }")]
    // Others may write it, or read what is not back yet.
    [InlineData(null, "public int M(Func<int> f) { a++; return f() + a * 31 + b; }")]
    [InlineData(null, "public int M(Func<int> f) => f() + a * 31 + b * 17;")]
    [InlineData(null, "public int M(Owner o) => o.Virtual() + a * 31 + b * 17;")]
    [InlineData(null, "public int M(IStep s) { while (s.Step()) b.ToString(); return a * 31 + b; }")]
    [InlineData(null, "public int M(Owner o) { o.Held = default; return a * 31 + b * 17; }")]
    [InlineData(null, "public int M(Owner o) { Help.Set(o); return a * 31 + b * 17; }")]
    [InlineData(null, "public int M(ref S other) { other.a = 5 * b; return a * 31 + b * 17; }")]
    [InlineData(null, "public int M(ref int other) { other = 5 * b; return a * 31 + b * 17; }")]
    [InlineData(null, "public void M(Owner o) { a += o.Held.a * 31 + b; }")]
    [InlineData(null, "public void M() { a += Owner.Static.a * 31 + b; }")]
    [InlineData(null, "public int M() { a += 5; return Help.Ask(() => 5) * 31 + b; }")]
    [InlineData(null, "public int M(S[] all) { all[0] = default; return a * 31 + b * 17; }")]
    [InlineData(null, "public int M(S[] all) { all[0].a = 4; return a * 31 + b * 17; }")]
    [InlineData(null, "public int M() => a * 31 + b + Help.Round(b) + b * 17;")]
    [InlineData(null, "public string M() => string.Concat(text, (object)inner, \"x\") + a + b;")]
    public void Of_a_struct_that_can_be_written(string? expected, string method) =>
        Assert.Equal(expected, CopyOf("public struct S { public int a; public int b; public int[] items; public string text; public volatile bool stop; public Inner inner; public List<int>.Enumerator e; METHOD }", method));

    [Theory]
    [InlineData("copied", "public int M(Func<int> f) => f() + a * 31 + b * 17;")]
    [InlineData("copied", "public override string ToString() => $\"{a} of {b} {a}\";", "ToString")]
    [InlineData("copied", "public bool M(R other) => EqualityComparer<Inner>.Default.Equals(inner, other.inner) && a == other.a && b == other.b;")]
    [InlineData(null, "public int M() { ref readonly var self = ref this; return self.a * 31 + self.b * 17; }")]
    [InlineData(null, "public int M() => Take(in this) * 31 + b * 17; static int Take(in R r) => r.a;")]
    public void Of_a_read_only_struct(string? expected, string method, string name = "M") =>
        Assert.Equal(expected, CopyOf("public readonly struct R { readonly int a; readonly int b; readonly Inner inner; METHOD }", method, name));

    [Theory]
    [InlineData("copied back (index)", "public struct G<T> { readonly T[] items; int index; T current; METHOD }", "public bool M() => ++index < items.Length * 2 + 3 - 4 + 5;")]
    [InlineData("copied back (index current)", "public struct G<T> { readonly T[] items; int index; T current; METHOD }", "public bool M() { if (++index >= items.Length) return false; current = items[index]; return true; }")]
    [InlineData("copied", "public ref struct P { Span<int> all; int at; METHOD }", "public int M() => all[at] * 31 + all.Length * 17;")]
    [InlineData(null, "public ref struct P { Span<int> all; int at; METHOD }", "public bool M() => ++at < all.Length * 31 + 17 - 4 + 5;")]
    [InlineData(null, "public struct B { int a; int b; METHOD }", "public Span<int> M(Span<int> all) { a++; b += 31 * a; return all.Slice(a); }")]
    [InlineData(null, "public struct B { long a, b, c, d, e, f, g, h, i; METHOD }", "public long M() => a * 31 + b * 17 + c + d + e + f + g + h + i;")]
    [InlineData(null, "public struct B { int a, b, c, d, e; METHOD }", "public void M() { a++; b++; c++; d++; e++; }")]
    [InlineData("copied", "[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)] public struct U { [System.Runtime.InteropServices.FieldOffset(0)] int a; [System.Runtime.InteropServices.FieldOffset(0)] float f; METHOD }", "public float M() => a > 5 ? f * 31 + a : f * 17 - a;")]
    [InlineData("copied back (a)", "public struct I : IStep { int a; int b; METHOD }", "public bool Step() { a++; return a * 31 < b; }", "Step")]
    public void Of_structs_of_other_kinds(string? expected, string type, string method, string name = "M") => Assert.Equal(expected, CopyOf(type, method, name));

    [Theory]
    [InlineData("copied back (all)", "public S(int n) { a = n; b = n * 31; }")]
    [InlineData("copied back (all)", "public S(int n, Func<int> f) { a = n; b = f() * 31 + a; }")]
    [InlineData("copied back (all)", "public S(int n) : this(n, 5) { b += a; } public S(int n, int m) { a = n * 31; b = m; }")]
    [InlineData(null, "public S(int n) { a = n; b = System.Threading.Interlocked.Increment(ref a); }")]
    [InlineData(null, "public S(int n) { a = n; b = 31; Help.Take(ref this); }")]
    public void Of_constructors(string? expected, string constructor)
    {
        var plan = Planned.For(
            "public static class Help { public static void Take(ref S s) { } } public struct S { int a; int b; " + constructor + " }", smallMethods: SmallMethods.Export);
        Assert.Equal(expected, plan.Types.Single(static t => t.Name == "S").Exports[0].Self?.ToString());
    }

    [Fact]
    public void No_generic_type_holds_a_by_ref_like_struct_that_a_constructor_made() =>
        Assert.Null(Planned.For("public ref struct S { Span<int> a; int b; public S(Span<int> s, int n) { a = s; b = n * 31; } }").Export(".ctor")!.Self);

    // Nothing is gained there, and every later body is served.
    [Fact]
    public void A_debug_build_hands_over_addresses() =>
        Assert.Null(Planned.For(Common + "public struct Inner { } public struct S { int a; int b; public int M() => a * 31 + b * 17 + a; }", configuration: Configuration.Debug).Export("M")!.Self);

    [Theory]
    [InlineData(null, "copied back (a)", "public int M() => a * 31 + b;")]
    [InlineData(null, "copied back (a)", "public int M() => a++ * 31 + b;")]
    [InlineData("it writes b", "copied back (a)", "public int M() => b++ * 31 + b;")]
    [InlineData("it writes b", "copied", "public int M() => b++ * 31 + b;")]
    [InlineData("it assigns the whole struct", "copied back (a)", "public int M() { this = default; return 1; }")]
    [InlineData(null, "copied back (all)", "public int M() { this = default; return b++; }")]
    [InlineData("it gives the address of the struct away", "copied", "public int M() => System.Threading.Interlocked.Increment(ref a);")]
    [InlineData("it calls other code, or writes elsewhere, and goes on with the struct", "copied", "public int M(Func<int> f) => f() + b;")]
    [InlineData("it calls other code, or writes elsewhere, and goes on with the struct", "copied back (a)", "public int M(Func<int> f) { a++; return f(); }")]
    [InlineData("it calls other code, or writes elsewhere, and goes on with the struct", "copied back (a)", "public int M(Func<int> f) => f();")]
    [InlineData(null, "copied", "public int M(Func<int> f) => f();")]
    public void A_new_body_is_served_where_it_does_no_more_than_comes_back(string? expected, string deployed, string method)
    {
        using var directory = new TestDirectory();
        var path = Compiler.CSharp(directory, "Snippet", "using System; public struct S { public int a; public int b; " + method + " }", Configuration.Release);
        using var module = Mono.Cecil.ModuleDefinition.ReadModule(path, new Mono.Cecil.ReaderParameters { InMemory = true });
        var body = module.GetType("S").Methods.Single(static m => m.Name == "M");
        var copy = new SelfCopy(deployed.Contains("(all)", StringComparison.Ordinal), deployed.Contains("(a)", StringComparison.Ordinal) ? ["a"] : []);
        Assert.Equal(deployed, copy.ToString());
        Assert.Equal(expected, SelfCopyRule.FindObstacle(copy, body, new SelfUses(body.DeclaringType).Find(body)));
    }

    private static string? CopyOf(string type, string method, string name = "M")
    {
        var source = "using System.Collections.Generic;\n" + Common + (type.Contains("struct S ", StringComparison.Ordinal) ? "" : "public struct S { public int a; }")
            + "public struct Inner { public int X; public int Y; public void Bump(int n) { X += n * 31; Y += n * 17 + X; } }\n" + type.Replace("METHOD", method, StringComparison.Ordinal);
        var plan = Planned.For(source, smallMethods: SmallMethods.Export);
        var export = plan.Types.SelectMany(static t => t.Exports).Single(e => e.Method.Name.Contains("." + name + "(", StringComparison.Ordinal) && !e.Method.Name.StartsWith("Help", StringComparison.Ordinal) && !e.Method.Name.StartsWith("IStep", StringComparison.Ordinal));
        return export.Self?.ToString();
    }
}
