using HotWeave.Weaver.Tests.Harness;
using Microsoft.CodeAnalysis;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;
using static HotWeave.Weaver.Tests.Harness.EditCase;

namespace HotWeave.Weaver.Tests;

/// <summary>What a patch cannot express is refused by its own code, with member and line, and nothing is written.</summary>
public class RudeEditTests
{
    [Theory]
    [InlineData("HW3001", "public struct T { public int F() { LONG } }", "public struct T { int added; public int F() { LONG } }")]
    [InlineData("HW3004", "public struct T { int field; public int F() { LONG } }", "public struct T { long field; public int F() { LONG } }")]
    [InlineData("HW3005", "class A { } class B { } class T : A { int F() { LONG } }", "class A { } class B { } class T : B { int F() { LONG } }")]
    [InlineData("HW3006", "interface I { } class T { int F() { LONG } }", "interface I { } class T : I { int F() { LONG } }")]
    [InlineData("HW3006", "interface I { int G(); } class A : I { public int G() { LONG } } class T : A { public new int G() { LONG + 1 } }", "interface I { int G(); } class A : I { public int G() { LONG } } class T : A, I { public new int G() { LONG + 1 } }")]
    [InlineData("HW3006", "interface I { int G(); } class A : I { public int G() { LONG } } class T : A, I { public new int G() { LONG + 1 } }", "interface I { int G(); } class A : I { public int G() { LONG } } class T : A { public new int G() { LONG + 1 } }")]
    [InlineData("HW3006", "interface I { int G(); } interface T : I { int F() { LONG } }", "interface I { int G(); } interface T { int F() { LONG } } class A : T { }")]
    [InlineData("HW3006", "interface I { } interface J { int F() { LONG } } struct T : J { }", "interface I { } interface J : I { int F() { LONG } } struct T : J { }")]
    [InlineData("HW3007", "class T { int F() { LONG } }", "struct T { int F() { LONG } }")]
    [InlineData("HW3007", "class T { int F() { LONG } }", "interface T { int F() { LONG } }")]
    [InlineData("HW3008", "class T<U> { int F() { LONG } }", "class T<U> where U : class { int F() { LONG } }")]
    [InlineData("HW3008", "class T { public virtual int F<U>() { LONG } }", "class T { public virtual int F<U>() where U : struct { LONG } }")]
    [InlineData("HW3009", "class T { int F() { LONG } }", "class T { ~T() { System.Console.Write(1); } int F() { LONG } }")]
    [InlineData("HW3009", "interface T { int F() { LONG } }", "interface T { static abstract int G(); int F() { LONG } }")]
    [InlineData("HW3010", "class A { public virtual int F() { LONG } } class T : A { public override int F() { LONG } }", "class A { public virtual int F() { LONG } } class T : A { public new int F() { LONG } }")]
    [InlineData("HW3010", "class T { public override string ToString() => \"a\"; }", "class T { public new virtual string ToString() => \"a\"; }")]
    [InlineData("HW3010", "class A { public virtual int F() { LONG } } class T : A { public override int F() { LONG } }", "class A { public int F() { LONG } } class T : A { public new virtual int F() { LONG } }")]
    [InlineData("HW3011", "class T { int F() { LONG } } [HotWeave.NotSwappable] class U { public override string ToString() => \"x\"; }", "class T { int F() { LONG } } [HotWeave.NotSwappable] class U { }")]
    [InlineData("HW3014", "enum T { A }", "enum T : long { A }")]
    [InlineData("HW3015", "public delegate void T(int a);", "public delegate void T(long a);")]
    [InlineData("HW3016", "class T { [System.Runtime.InteropServices.DllImport(\"a\")] static extern int N(); int F() { LONG } }", "class T { [System.Runtime.InteropServices.DllImport(\"b\")] static extern int N(); int F() { LONG } }")]
    [InlineData("HW3016", "class P { int x; int y; public int F() { x++; y++; LONG } } class T { [System.Runtime.CompilerServices.UnsafeAccessor(System.Runtime.CompilerServices.UnsafeAccessorKind.Field, Name = \"x\")] static extern ref int N(P p); public int F(P p) { N(p) = 1; LONG } }", "class P { int x; int y; public int F() { x++; y++; LONG } } class T { [System.Runtime.CompilerServices.UnsafeAccessor(System.Runtime.CompilerServices.UnsafeAccessorKind.Field, Name = \"y\")] static extern ref int N(P p); public int F(P p) { N(p) = 1; LONG } }")]
    [InlineData("HW3019", "class T { static readonly int f = 1; public int F() { LONG + f } }", "class T { static int f = 1; public int F() { f++; LONG + f } }")]
    [InlineData("HW3019", "class T { static readonly int f = 1; public int F() { LONG + f } }", "class T { static int f = 1; static void S(ref int n) => n = 2; public int F() { S(ref f); LONG + f } }")]
    [InlineData("HW3019", "class T { static readonly int f = 1; public int F() { LONG + f } }", "class T { static int f = 1; public int F() { LONG + System.Threading.Interlocked.Increment(ref f) } }")]
    [InlineData("HW3019", "struct P { public int X; public void Go() => X++; } class T { static readonly P f; public int F() { LONG + f.X } }", "struct P { public int X; public void Go() => X++; } class T { static P f; public int F() { f.Go(); LONG + f.X } }")]
    [InlineData("HW3019", "struct P { public int X; } class T { static readonly P f; public int F() { LONG + f.X } }", "struct P { public int X; } class T { static P f; public int F() { f.X = 2; LONG + f.X } }")]
    [InlineData("HW3021", "static class T { [System.Runtime.CompilerServices.ModuleInitializer] public static void I() { System.Console.Write(1); } }", "static class T { public static void I() { System.Console.Write(1); } }")]
    [InlineData("HW3022", "class T { public int F() { LONG } } class U { public int G(T[] t) { LONG } }", "class T { internal readonly int o; public T(int o) { this.o = o; } public int F() { LONG } } class U { public int G(T[] t) { LONG + t[0].o } }")]
    [InlineData("HW3022", "class T { public int F() { LONG } } class U { public int G(T[] t) { LONG } }", "class T { public int P { get; } public T(int p) { P = p; } public int F() { LONG } } class U { public int G(T[] t) { LONG + t[0].P } }")]
    [InlineData("HW3022", "class T { public int F() { LONG } }", "class T { int o; public T(int o) { this.o = o; } public bool Same(T[] other) => other[0].o == o; public int F() { LONG } }")]
    [InlineData("HW3022", "class T { public int F() { LONG } } class U { public int G(T[] t) { LONG } }", "class T { int o; public T(int o) { this.o = o; } int H() => o; public System.Func<int> Added() => H; public int F() { LONG } } class U { public int G(T[] t) { LONG + t[0].Added()() } }")]
    [InlineData("HW3022", "class T { public int F() { LONG } }", "class T { int o; public T(int o) { this.o = o; } public virtual int G() => o; public int F() { LONG } }")]
    [InlineData("HW3022", "[HotWeave.NotSwappable] class T { public int F() { LONG } } class U { public int G(T t) { LONG } }", "[HotWeave.NotSwappable] class T { int o; public T(int o) { this.o = o; } public int F() { LONG + o } } class U { public int G(T t) { LONG + t.F() } }")]
    [InlineData("HW3022", "class T { int gone; public T(int o) { gone = o; } public bool Same(T other) => other.gone == gone && GetHashCode() > 0; public int F() { LONG } }", "class T { string o; public T(int o) { this.o = o + \"\"; } public bool Same(T other) => o.Length > 0 && GetHashCode() > 0; public int F() { LONG } }")]
    [InlineData("HW3022", "class T { int gone; public T(int o) { gone = o; } int G() { return gone; } public int Sum(T other) { LONG + other.G() } public int F() { LONG } }", "class T { string o; public T(int o) { this.o = o + \"\"; } int G() { return o.Length; } public int Sum(T other) { LONG + o.Length } public int F() { LONG } }")]
    [InlineData("HW3022", "class T { public T(int o) { } public int F() { LONG } } class U { public int G(T t) { LONG } }", "class T { int o; public T(int o) { this.o = o; } public int F() { LONG + o } } class U { [System.Runtime.CompilerServices.UnsafeAccessor(System.Runtime.CompilerServices.UnsafeAccessorKind.Field, Name = \"o\")] static extern ref int O(T t); public int G(T t) { LONG + O(t) } }")]
    [InlineData("HW3022", "class T { public T(int o) { } public int F() { LONG } } class U { public int G(T t) { LONG } }", "class T { int o; public T(int o) { this.o = o; } int H() => o; public int F() { LONG + o } } class U { [System.Runtime.CompilerServices.UnsafeAccessor(System.Runtime.CompilerServices.UnsafeAccessorKind.Method, Name = \"H\")] static extern int H(T t); public int G(T t) { LONG + H(t) } }")]
    [InlineData("HW3024", "class T { static object d; public int F() { LONG + d.GetHashCode() } }", "class T { static object d, added; static T() { var o = new object(); d = o; added = o; } public int F() { LONG + added.GetHashCode() } }")]
    [InlineData("HW3024", "class T { static int d; public int F() { LONG + d } }", "class T { static int d, added; static T() { try { d = int.Parse(\"1\"); added = 1; } catch { added = 2; } } public int F() { LONG + added } }")]
    [InlineData("HW3024", "class T { static int d; public int F() { LONG + d } }", "class T { static int d, added; static T() { d = 1; added = d; d = 2; } public int F() { LONG + added + d } }")]
    [InlineData("HW3024", "class T { static readonly System.Random d = new(); public int F() { LONG + d.Next() } }", "class T { static readonly System.Random d = new(); static readonly byte[] added = new byte[4]; static T() { d.NextBytes(added); } public int F() { LONG + added[0] } }")]
    [InlineData("HW3024", "class T { static int d; public int F() { LONG + d } }", "class T { static int d, added; static T() { Fill(); if (added == 0) added = 1; } static void Fill() { d = 4; added = 2; } public int F() { LONG + added } }")]
    [InlineData("HW3024", "class T { int n; static T[] d = { new T() }; public int F() { LONG + d.Length } }", "class T { int n; static T[] d = { new T() }; static int added; static T() { foreach (var t in d) { t.G(); added += t.n; } } void G() => n++; public int F() { LONG + added } }")]
    [InlineData("HW3030", "class T { int F() { LONG } }", "class T { public override string ToString() => \"x\"; int F() { LONG } }")]
    [InlineData("HW3030", "class T : System.IO.MemoryStream { int F() { LONG } }", "class T : System.IO.MemoryStream { protected override void Dispose(bool disposing) { } int F() { LONG } }")]
    [InlineData("HW3030", "struct T { public int F() { LONG } }", "struct T { public override string ToString() => \"x\"; public int F() { LONG } }")]
    [InlineData("HW3031", "[HotWeave.NotSwappable] class A { public virtual int F() { LONG } } class T : A { int G() { LONG } }", "[HotWeave.NotSwappable] class A { public virtual int F() { LONG } } class T : A { public override int F() => 1; int G() { LONG } }")]
    [InlineData("HW3032", "interface I { int F(); } class A : I { public int F() { LONG } } class T : A, I { int G() { LONG } }", "interface I { int F(); } class A : I { public int F() { LONG } } class T : A, I { int I.F() => 1; int G() { LONG } }")]
    [InlineData("HW3033", "sealed class A { int F() { LONG } }", "class A { int F() { LONG } } class T : A { }")]
    [InlineData("HW3034", "public class X { } public abstract class B { protected abstract int R(X x); public int F() { LONG } }", "public class Y { } public abstract class B { protected abstract int R(Y y); public int F() { LONG + new T().F() } } public class T : B { protected override int R(Y y) => 1; }")]
    [InlineData("HW3034", "abstract class A { public abstract int F(); }", "abstract class A { public virtual int F() => 1; } class T : A { }")]
    [InlineData("HW3034", "interface I { int F(); }", "interface I { int F() => 1; } class T : I { }")]
    [InlineData("HW3034", "abstract class A { public abstract int F(); }", "abstract class A { } class T : A { }")]
    [InlineData("HW3035", "public abstract class T { public object F() { LONG } }", "public class T { public object F() { return new T(); } }")]
    [InlineData("HW3036", "[HotWeave.Swappable(Interfaces = true)] public class T { static void G<U>(U u) where U : System.IDisposable { } public int F() { LONG } }", "[HotWeave.Swappable(Interfaces = true)] public class T : System.IDisposable { public void Dispose() { } static void G<U>(U u) where U : System.IDisposable { } static void H<U>(U u) where U : System.IDisposable { G(u); } public int F() { H(this); LONG } }")]
    [InlineData("HW3036", "[HotWeave.Swappable(Interfaces = true)] public class T { static void G<U>(U u) where U : System.IDisposable { } public int F() { LONG } }", "[HotWeave.Swappable(Interfaces = true)] public class T : System.IDisposable { public void Dispose() { } static void G<U>(U u) where U : System.IDisposable { } public int F() { G(this); LONG } }")]
    [InlineData("HW3036", "[HotWeave.Swappable(Interfaces = true)] public class T { public int F() { LONG } }", "[HotWeave.Swappable(Interfaces = true)] public class T : System.IDisposable { public void Dispose() { } public int F() { System.Console.Write(typeof(System.IDisposable).IsAssignableFrom(GetType())); LONG } }")]
    [InlineData("HW3037", "class T { public T(int n) { } static object? Of<U>() where U : class => null; public object? F() { LONG } }", "class T { public T(int n) { } public T() { } static object? Of<U>() where U : class, new() => new U(); public object? F() { return Of<T>(); } }")]
    [InlineData("HW3037", "class P<U> { } class T { public T(int n) { } public object F() { LONG } }", "class Q<U> where U : new() { } class P<U> { } class T { public T(int n) { } public T() { } public object F() { return new Q<T>(); } }")]
    [InlineData(
        "HW3070",
        "class P { int x; public int F() { x++; LONG } } class T { public int F(P p) { LONG } }",
        "class P { int x; int y = 1; public int F() { x++; y++; LONG } } class T { [System.Runtime.CompilerServices.UnsafeAccessor(System.Runtime.CompilerServices.UnsafeAccessorKind.Field, Name = \"y\")] static extern ref int Y([System.Runtime.CompilerServices.UnsafeAccessorType(\"P\")] object p); public int F(P p) { Y(p) = 1; LONG } }")]
    [InlineData("HW3038", "class P<U> { int x; public int F() { x++; LONG } } class T<U> { public int F(P<U> p) { LONG } }", "class P<U> { int x; public int F() { x++; LONG } } class T<U> { [System.Runtime.CompilerServices.UnsafeAccessor(System.Runtime.CompilerServices.UnsafeAccessorKind.Field, Name = \"x\")] static extern ref int X(P<U> p); public int F(P<U> p) { X(p) = 1; LONG } }")]
    public void Is_refused(string code, string before, string after)
    {
        var (result, written) = Make(before, after);
        Assert.Equal(PatchOutcome.Failed, result.Outcome);
        Assert.Equal(PatchVerdict.Restart, result.Verdict);
        Assert.False(written);
        var refusal = Assert.Single(result.Diagnostics, d => d.Id == code);
        Assert.Equal(Diagnostics.DiagnosticSeverity.Error, refusal.Severity);
        Assert.Contains(code == "HW3021" ? "<Module>" : "T", refusal.Member, StringComparison.Ordinal);
        Assert.All(result.Diagnostics.Where(d => d.Severity == Diagnostics.DiagnosticSeverity.Error), d => Assert.Equal(code, d.Id));
    }

    // Compilers write such tokens for expression trees only.
    [Theory]
    [InlineData("HW3017")]
    [InlineData("HW3023")]
    public void A_token_that_is_for_no_tree_is_refused(string code)
    {
        using var directory = new TestDirectory();
        var baseline = Weaving.All(Compiler.CSharp(directory.Sub("1"), "T", Text("class T { public int F() { LONG } }"), Configuration.Release), directory.Sub("woven"));
        var built = Compiler.CSharp(directory.Sub("2"), "T", Text("class T { int added = 1; int Added() => added; public int F() { LONG } }"), Configuration.Release);
        var other = directory.Sub("3").File("T.dll");
        using (var module = ModuleDefinition.ReadModule(built))
        {
            var type = module.GetType("T");
            var instructions = type.Methods.Single(static m => m.Name == "F").Body.Instructions;
            instructions.Insert(0, code == "HW3017" ? Instruction.Create(OpCodes.Ldtoken, type.Methods.Single(static m => m.Name == "Added")) : Instruction.Create(OpCodes.Ldtoken, type.Fields.Single()));
            instructions.Insert(1, Instruction.Create(OpCodes.Pop));
            module.Write(other);
        }

        var refusal = Assert.Single(PatchMaker.Make(new PatchRequest { BaselinePath = baseline, NewPath = other }).Diagnostics, static d => d.Severity == Diagnostics.DiagnosticSeverity.Error);
        Assert.Equal((code, "T.F()"), (refusal.Id, refusal.Member));

        static string Text(string source) => source.Replace("LONG", Long, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Configuration.Debug, Configuration.Release, "optimised build")]
    [InlineData(Configuration.Release, Configuration.Debug, "debug build")]
    public void Builds_in_other_configurations_are_told(Configuration deployed, Configuration built, string kind)
    {
        const string Source = "public class T { public virtual int F(int n) { System.Func<int> f = () => n; LONG } }";
        using var directory = new TestDirectory();
        var source = Source.Replace("LONG", Long, StringComparison.Ordinal);
        var baseline = Weaving.All(Compiler.CSharp(directory.Sub("1"), "T", source, deployed), directory.Sub("woven"));
        var other = Compiler.CSharp(directory.Sub("2"), "T", source, built);
        var same = Compiler.CSharp(directory.Sub("3"), "T", source + "class U { }", deployed);

        var remark = Assert.Single(PatchMaker.Make(new PatchRequest { BaselinePath = baseline, NewPath = other }).Diagnostics, d => d.Id == "HW3520");
        Assert.StartsWith("T is a" + (built == Configuration.Debug ? " " : "n ") + kind, remark.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(PatchMaker.Make(new PatchRequest { BaselinePath = baseline, NewPath = same }).Diagnostics, d => d.Id == "HW3520");
    }

    [Theory]
    [InlineData("HW3201", "[System.Obsolete(\"a\")] class T { int F() { LONG } }", "[System.Obsolete(\"b\")] class T { int F() { LONG + 1 } }")]
    [InlineData("HW3201", "class T { int F() { LONG } }", "class T { [System.Obsolete] int F() { LONG + 1 } }")]
    [InlineData("HW3282", "class T { int F() { LONG } }", "class T { [HotWeave.UnitOfWork] int F() { LONG + 1 } }")]
    [InlineData("HW3283", "class T { [HotWeave.UnitOfWork] int F() { LONG } }", "class T { int F() { LONG + 1 } }")]
    [InlineData("HW3203", "class T { int F() { LONG } }", "class T { public int G() => 1; int F() { LONG + G() } }")]
    [InlineData("HW3204", "class T { public int G() { LONG } int F() { LONG } }", "class T { int F() { LONG + 1 } }")]
    [InlineData("HW3204", "class T { public int F<U>() { LONG } public int G() => F<int>(); }", "class T { public int F<U>() where U : struct { LONG + 1 } public int G() => F<int>(); }")]
    [InlineData("HW3205", "class T { object F() { System.Func<int> f = () => 1; LONG2 } }", "class T { object F() { System.Func<string> f = () => null!; LONG2 } }")]
    [InlineData("HW3207", "class T { public object F() { LONG } }", "class T { public object F() { return System.Reflection.Assembly.GetCallingAssembly(); } }")]
    [InlineData("HW3207", "class T { public object F() { LONG } }", "class T { public object F() { return new System.Diagnostics.StackFrame(1); } }")]
    [InlineData("HW3207", "class T { public object F() { LONG } }", "class T { public object F() { return new System.Diagnostics.StackTrace(true); } }")]
    [InlineData("HW3207", "class T { public object F() { LONG } }", "class T { object G() => System.Reflection.MethodBase.GetCurrentMethod()!; public object F() { return System.Environment.TickCount + G().ToString(); } }")]
    [InlineData("HW3207", "class T { public object F() { LONG } }", "class T { public object F() { System.Func<string, System.Type?> f = System.Type.GetType; return System.Environment.TickCount + f(\"X\")?.Name; } }")]
    [InlineData(
        "HW3207",
        "class U { public static object Ask() { return System.Environment.TickCount + System.Reflection.Assembly.GetCallingAssembly().FullName; } } class T { public object F() { LONG } }",
        "class U { public static object Ask() { return System.Environment.TickCount + System.Reflection.Assembly.GetCallingAssembly().FullName; } } class T { public object F() { return U.Ask(); } }")]
    [InlineData("HW3217", "class T { static int f = 1; int F() { LONG + f } }", "class T { static int f = 2; int F() { LONG + f + 1 } }")]
    [InlineData("HW3217", "class T { static int f; int F() { LONG + f } }", "class T { static int f = 2; int F() { LONG + f + 1 } }")]
    [InlineData("HW3219", "class T { int F() { LONG } }", "class T { static T() { System.Console.Write(1); } int F() { LONG + 1 } }")]
    [InlineData("HW3219", "class T { static T() { System.Console.Write(1); } int F() { LONG } }", "class T { int F() { LONG + 1 } }")]
    [InlineData("HW3219", "class T { static int f = 1; static T() { System.Console.Write(f); } int F() { LONG } }", "class T { static int f = 1; static T() { System.Console.Write(-f); } int F() { LONG + 1 } }")]
    [InlineData("HW3220", "class T { int F() { LONG } }", "class T { static string f = System.Environment.MachineName; string F() { return f + f.Length; } }")]
    [InlineData("HW3221", "class T { int F() { LONG } }", "class T { [System.ThreadStatic] static int f = 4; int F() { LONG + f } }")]
    [InlineData("HW3215", "class T { static int f = 1; int F() { LONG + f } }", "class T { static long f = 1; int F() { LONG + (int)f } }")]
    [InlineData("HW3209", "class Gone { } class T { int F() { LONG } }", "class T { int F() { LONG + 1 } }")]
    [InlineData("HW3210", "class T { public const int C = 1; int F() { LONG } }", "class T { public const int C = 2; int F() { LONG + C } }")]
    [InlineData("HW3270", "class T { public object F() { LONG } }", "class T { public object F() { return new U().G(this); } } class U { int p = 1; public object G(object o) { dynamic d = o; p++; return d.p; } }")]
    [InlineData("HW3213", "class T { int F() { LONG } }", "class T { int o = System.Environment.TickCount; int F() { o++; LONG } }")]
    [InlineData("HW3214", "class T { int gone; int F() { LONG } }", "class T { int F() { LONG + 1 } }")]
    [InlineData("HW3215", "class T { int field; int F() { LONG } }", "class T { string field; int F() { field += 1; LONG } }")]
    [InlineData("HW3313", "class T { int field; int F() { LONG } }", "class T { long field; int F() { field++; LONG } }")]
    [InlineData("HW3216", "enum E { A } class T { int F() { LONG } }", "enum E { A, B } class T { int F() { return System.Environment.TickCount + GetHashCode() + ToString()!.Length + (int)E.B; } }")]
    [InlineData("HW3216", "enum E { A = 1 } class T { int F() { return System.Environment.TickCount + GetHashCode() + ToString()!.Length + (int)E.A; } }", "enum E { A = 2 } class T { int F() { return System.Environment.TickCount + GetHashCode() + ToString()!.Length + (int)E.A; } }")]
    [InlineData("HW3240", "class T { int _held; int F() { _held++; LONG } }", "class T { int m_Held; int F() { m_Held += 2; LONG } }")]
    [InlineData("HW3240", "class T { int held; int F() { held++; LONG } int G() { LONG + held } }", "class T { int stored; int F() { stored++; LONG } int G() { LONG + 1 + stored } }")]
    [InlineData("HW3286", "class T { int held; int F() { held++; LONG } int G() { LONG + held } }", "class T { int other; int F() { other -= 2; LONG } int G() { LONG + other * 2 } }")] // used otherwise
    [InlineData("HW3286", "class T { int on; void F() { System.Threading.Interlocked.Decrement(ref on); } bool G() { return on >= 0; } int H() { LONG }  }", "class T { int off; void F() { System.Threading.Interlocked.Increment(ref off); } bool G() { return off <= 0; } int H() { LONG + 1 } }")] // counts the other way
    [InlineData("HW3286", "class T { int held = 1; int F() { held++; LONG } int G() { LONG + held } }", "class T { int other = 2; int F() { other++; LONG } int G() { LONG + other } }")] // begins otherwise
    [InlineData("HW3243", "class T { public T() { } static T M() => new T(); public int F() { LONG + M().F() } }", "class T { int o; public T() : this(2) { } public T(int n) { o = n; } static T M() => new T(2); public int F() { LONG + M().F() + o } }")]
    [InlineData("HW3230", "public abstract class T { public int F() { LONG } }", "public abstract class T { public abstract int G(); public int F() { LONG + G() } }")]
    [InlineData("HW3230", "public interface T { int F() { LONG } }", "public interface T { int G(); int F() { LONG + G() } }")]
    [InlineData("HW3232", "interface I { } class T : I { int F() { LONG } }", "interface I { } class T { int F() { LONG + 1 } }")]
    [InlineData("HW3233", "public interface T { int F() { LONG } } [HotWeave.Swappable(Interfaces = true)] class A : T { }", "public interface T : System.IDisposable { int F() { LONG + 1 } } [HotWeave.Swappable(Interfaces = true)] class A : T { void System.IDisposable.Dispose() { } }")]
    [InlineData("HW3231", "class T { public override string ToString() => \"x\"; int F() { LONG } }", "class T { int F() { LONG } }")]
    [InlineData("HW3223", "class T { public object F() { LONG } }", "class T { int Added() => 1; public object F() { System.Linq.Expressions.Expression<System.Func<int>> e = () => Added(); return e; } }")]
    [InlineData("HW3223", "class T { public object F() { LONG } }", "class T { int added = 1; public object F() { System.Linq.Expressions.Expression<System.Func<int>> e = () => added; return e; } }")]
    [InlineData("HW3222", "public struct T { public int S() => 1; public object F() { LONG } }", "public struct T { public int S() => 2; public object F() { LONG } }")]
    [InlineData("HW3222", "public class T { protected int S { get; set; } int F() { LONG } }", "public class T { protected int S { get => 3; set { } } int F() { LONG } }")]
    [InlineData("HW3222", "public struct T { public int S() => P(); private int P() { LONG } public int F() { LONG } }", "public struct T { public int S() => P(); private int P() { LONG + 1 } public int F() { LONG } }")]
    public void Is_a_remark(string code, string before, string after)
    {
        var (result, written) = Make(before, after);
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        Assert.True(written);
        var isWaiting = result.Waiting.Any(d => d.Id == code);
        Assert.Equal(code is "HW3217" or "HW3219" or "HW3222" or "HW3282" or "HW3283", isWaiting);
        if (isWaiting)
            Assert.Equal(PatchVerdict.LiveRestAtNextStart, result.Verdict);
        else
            Assert.True(result.Verdict is PatchVerdict.LiveWithRemarks or PatchVerdict.LiveRestAtNextStart);
        Assert.Contains(result.Diagnostics, d => d.Id == code && d.Severity == Diagnostics.DiagnosticSeverity.Warning);
    }

    [Theory]
    [InlineData("HW3211", "class T { public static int S() => 1; object F() { System.Func<int> f = S; LONG2 } }")]
    [InlineData("HW3211", "interface I { static abstract int S(); } class T : I { public static int S() => 1; int F() { LONG } }")]
    [InlineData("HW3211", "interface I { static abstract int S(); } class T : I { static int I.S() => 1; int F() { LONG } }")]
    [InlineData("HW3222", "public class T { public int S() => 1; int F() { LONG } }")]
    public void Small_methods_that_were_left_alone_are_named(string code, string before)
    {
        var after = before.Replace("S() => 1", "S() => 2", StringComparison.Ordinal);
        var (left, _) = Make(before, after, smallMethods: SmallMethods.Leave);
        Assert.Contains(left.Diagnostics, d => d.Id == code && d.Severity == Diagnostics.DiagnosticSeverity.Warning);
        Assert.Equal((PatchOutcome.Made, PatchVerdict.Live), (Make(before, after).Result.Outcome, Make(before, after).Result.Verdict));
    }

    [Theory]
    [InlineData("static int R(in int n) => n;", "R(in f)")]
    [InlineData("static int R(in int n, int m) => n;", "R(in f, f + 2)")]
    [InlineData("", "f.CompareTo(f + 1)")]
    [InlineData("struct P { public int X; public readonly int R() => X; } static P p;", "f + p.R() + p.X + p.ToString()!.Length", "struct P { public int X; public readonly int R() => X; } static readonly P p;")]
    public void A_field_that_is_no_longer_read_only_may_be_read(string more, string use, string? before = null)
    {
        var (result, _) = Make($"class T {{ static readonly int f = 1; {before ?? more} public int F() {{ LONG + f }} }}", $"class T {{ static int f = 1; {more} public int F() {{ LONG + {use} }} }}");
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
    }

    [Theory]
    [InlineData("class T { public int S() => 1; public int F() { LONG } }", OutputKind.DynamicallyLinkedLibrary)] // nobody outside can name the type,
    [InlineData("public class T { internal int S() => 1; public int F() { LONG } }", OutputKind.DynamicallyLinkedLibrary)] // nor the method
    [InlineData("public class T { public int F() { LONG + 1 } }", OutputKind.DynamicallyLinkedLibrary)] // it has a stub
    [InlineData("public class T { public int S() => 1; public int F() { LONG } static void Main() { } }", OutputKind.ConsoleApplication)] // nobody refers to a program
    public void Callers_outside_are_no_remark_where_there_are_none_or_all_go_along(string before, OutputKind kind)
    {
        var (result, _) = Make(before, before.Replace("1", "2", StringComparison.Ordinal), kind);
        Assert.Equal(PatchOutcome.Made, result.Outcome);
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3222");
    }

    [Fact]
    public void Data_of_one_build_is_not_a_field_with_another_name()
    {
        var (result, _) = Make("class T { public int[] F() { return new[] { 1, 2, 3, 4, 5, 6, 7 }; } }", "class T { public int[] F() { return new[] { 8, 9, 10, 11, 12, 13, 14 }; } }");
        Assert.Equal(PatchOutcome.Made, result.Outcome);
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3240");
    }

    [Fact]
    public void All_refusals_show_in_one_run_with_their_lines()
    {
        var (result, _) = Make("class T {\n static object kept; int F() { LONG } }\npublic struct S { }\nenum E { A }", "class T {\n static object kept, other; static T() { kept = other = new object(); }\n public override string ToString() { return \"\"; }\n int F() { LONG } }\npublic struct S { int added; }\nenum E : long { A }");
        Assert.Equal(["HW3001", "HW3014", "HW3024", "HW3030"], result.Diagnostics.Where(d => d.Severity == Diagnostics.DiagnosticSeverity.Error).Select(d => d.Id).Order());
        Assert.Equal(3, result.Diagnostics.Single(d => d.Id == "HW3030").Location!.Line);
    }

    [Theory]
    [InlineData("static void Main() { System.Console.Write(1); }", "static void Main() { System.Console.Write(2); }", true)]
    [InlineData("static async System.Threading.Tasks.Task Main() { await System.Threading.Tasks.Task.Yield(); }", "static async System.Threading.Tasks.Task Main() { await System.Threading.Tasks.Task.Delay(1); }", true)]
    [InlineData("static void Main() { System.Func<int> f = () => 1; f(); }", "static void Main() { System.Func<int> f = () => 2; f(); }", false)]
    public void Code_that_runs_at_start_is_named(string before, string after, bool isNamed)
    {
        const string Other = " public int F() { LONG }";
        var (result, _) = Make($"class T {{ {before}{Other} }}", $"class T {{ {after}{Other} }}", OutputKind.ConsoleApplication);
        Assert.Equal(isNamed, result.Diagnostics.Any(d => d.Id == "HW3206"));
    }

    [Fact]
    public void A_change_that_no_swappable_code_reaches_is_not_carried_in_silence()
    {
        var (result, written) = Make(
            "class T { int F() { LONG } } [HotWeave.NotSwappable] class Other { public int G() { LONG } }",
            "class T { int F() { LONG } } [HotWeave.NotSwappable] class Other { public int G() { LONG + 1 } }");
        Assert.Equal(PatchOutcome.Failed, result.Outcome);
        Assert.False(written);
        Assert.Contains(result.Diagnostics, d => d.Id == "HW3212");
        Assert.Equal(PatchVerdict.Restart, result.Verdict);
        Assert.Contains("can take: Other.G().", Assert.Single(result.Diagnostics, static d => d.Id == "HW3507").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_that_is_not_swappable_goes_along_where_swappable_code_calls_it()
    {
        var (result, _) = Make(
            "class T { int F() { LONG + Other.G() } } [HotWeave.NotSwappable] class Other { public static int G() => 1; public static int H() => G(); }",
            "class T { int F() { LONG + Other.G() } } [HotWeave.NotSwappable] class Other { public static int G() => 2; public static int H() => G(); }");
        Assert.Equal(PatchOutcome.Made, result.Outcome);
        Assert.Contains(result.Diagnostics, static d => d.Id == "HW3202" && d.Message.StartsWith("Other.H", StringComparison.Ordinal)
            && d.Message.EndsWith("make one of the two types swappable, where [NotSwappable] or a pattern leaves it out.", StringComparison.Ordinal));
    }
}
