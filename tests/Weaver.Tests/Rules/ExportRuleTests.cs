using HotWeave.Weaver.Model;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Rules;

/// <summary>Which methods get a stub, of what kind, and the reason why others get none.</summary>
public class ExportRuleTests
{
    [Theory]
    [InlineData("public int M(int n) { return Work(n); }", null)]
    [InlineData("public static int M() => 1;", null)]
    [InlineData("private int _f; public int M() => _f;", "HW2030")]
    [InlineData("private int _f; public void M(int n) => _f = n;", "HW2030")]
    [InlineData("private static int s_f; public static int M() => s_f;", "HW2030")]
    [InlineData("private static int s_f; public static void M(int n) => s_f = n;", "HW2030")]
    [InlineData("private volatile int _f; public int M() => _f;", "HW2030")]
    [InlineData("private int _f; public ref int M() => ref _f;", null)]
    [InlineData("private int _f; public int M() => _f + 1;", null)]
    [InlineData("private int _f; public int M(int a, int n) => _f = n;", null)]
    [InlineData("private int _f; public virtual int M() => _f;", null)]
    [InlineData("private int _f; public int M() => _f; public Func<int> Group() => M;", null)]
    [InlineData("private int _f; public int M() => _f; public object? ByName() => typeof(C).GetMethod(\"M\");", null)]
    [InlineData("private int M(int n) => Work(n); public object? ByName() => typeof(C).GetMethod(\"M\");", null)]
    [InlineData("private int M(int n) => Work(n);", "HW2002")]
    [InlineData("public virtual int M(int n) => n;", null)]
    [InlineData("public int M(int n) { for (var i = 0; i < 3; i++) n += Work(n); return n; }", null)]
    [InlineData("private int M(int n) { for (var i = 0; i < 3; i++) n += Work(n); return n; }", "HW2002")]
    [InlineData("private int M(int n) { for (var i = 0; i < 3; i++) n += Work(n); return n; } public Func<int, int> Group() => M;", null)]
    [InlineData("private static int M(int n) { for (var i = 0; i < 3; i++) n += n; return n; } public System.Linq.Expressions.Expression<Func<int>> Tree() => () => M(1);", null)]
    [InlineData("[SafePoint] private int M(int n) => n;", null)]
    [InlineData("[SafePoint(false)] private int M(int n) => n;", "HW2002")]
    [InlineData("public int M(int n, __arglist) { for (var i = 0; i < 3; i++) n += Work(n); return n; }", "HW2006")]
    [InlineData("[System.Runtime.InteropServices.DllImport(\"x\")] public static extern int M(int n);", "HW2001")]
    [InlineData("[System.Runtime.CompilerServices.UnsafeAccessor(System.Runtime.CompilerServices.UnsafeAccessorKind.Method)] public static extern int M(string s);", "HW2001")]
    [InlineData("[System.Runtime.CompilerServices.ModuleInitializer] internal static void M() { for (var i = 0; i < 3; i++) Console.Write(i); }", "HW2005")]
    public void Methods_of_a_class(string member, string? reason)
    {
        var plan = Planned.For($"public class C {{ public static int Work(int n) => n; {member} }}");
        Assert.Equal(reason is null ? [] : [reason], plan.Reasons("M"));
        Assert.Equal(reason is null, plan.Export("M") is not null);
    }

    [Theory]
    [InlineData("public class C { private int _f; public int M() => _f; }")]
    [InlineData("public struct C { private int _f; public int M() => _f + 1; }")]
    public void Small_methods_are_exports_on_request(string source) =>
        Assert.NotNull(Planned.For(source, smallMethods: SmallMethods.Export).Export("M"));

    [Theory]
    [InlineData("public class C { public int M(int n) => n; }")]
    [InlineData("public struct C { public override string ToString() => \"\"; public static int M(int n) => n; }")]
    [InlineData("public class C { public int M(int n) => n; public System.Func<int, int> Group() => M; }")]
    public void Small_methods_are_left_alone_on_request(string source) =>
        Assert.Equal(["HW2003"], Planned.For(source, smallMethods: SmallMethods.Leave).Reasons("M"));

    [Theory]
    [InlineData("public int M(int n) => N + n;", "HW2003")]
    [InlineData("public S(int n) => N = n; public void M(int n) => this = new S(n);", "HW2003")]
    [InlineData("public static int M(int n) => n;", null)]
    [InlineData("public int M(int n) => N + n; public static System.Func<int, int> Group(S s) => s.M;", null)]
    [InlineData("public int M(int n) => N + n; public static object? ByName() => typeof(S).GetMethod(\"M\");", null)]
    [InlineData("public int M(int n) => N + n; public static void Loop(S s) { while (true) { System.Threading.Thread.Sleep(1); s.M(1); } }", null)]
    public void Small_methods_of_structs(string member, string? reason)
    {
        var plan = Planned.For($"public struct S {{ public int N; {member} }}");
        Assert.Equal(reason is null ? [] : [reason], plan.Reasons("M"));
        Assert.Equal(reason is null, plan.Export("M") is not null);
    }

    [Fact]
    public void Small_methods_of_structs_that_others_declare_are_exports()
    {
        var plan = Planned.For("""
            public interface I { int A(); static abstract int B(); static abstract int C(); }
            public struct S : I { public int N; public override string ToString() => ""; public int A() => N; public static int B() => 1; static int I.C() => 1; }
            """);
        Assert.Equal(["S.ToString()", "S.A()", "S.B()", "S.I.C()"], plan.Types.Single(t => t.Name == "S").Exports.Select(e => e.Method.Name));
    }

    [Theory]
    [InlineData("public class L { public void Run(C c) { while (true) { System.Threading.Thread.Sleep(1); c.M(); } } }")]
    [InlineData("[NotSwappable] public class L { public static void Main2(C c) { while (true) { System.Threading.Thread.Sleep(1); c.M(); } } }")]
    [InlineData("public class L { public async System.Threading.Tasks.Task Run(C c) { while (true) { await System.Threading.Tasks.Task.Yield(); c.M(); } } }")]
    [InlineData("public class L { public static void Run(C c) => new System.Threading.Thread(() => { while (true) { System.Threading.Thread.Sleep(1); c.M(); } }).Start(); }")]
    public void What_a_waiting_loop_of_any_type_calls_is_an_export(string loop)
    {
        var plan = Planned.For("public class C { private int _f; public int M() => _f; } " + loop);
        Assert.NotNull(plan.Export("M"));
    }

    [Fact]
    public void Constructors_of_classes_are_exports_and_static_ones_are_not()
    {
        var plan = Planned.For("public class C { static readonly object o = new(); private C() { } }");
        Assert.Equal(ExportKind.Constructor, plan.Export(".ctor")!.Kind);
        Assert.Equal(["HW2004"], plan.Reasons(".cctor"));
    }

    [Fact]
    public void Abstract_methods_have_no_body() =>
        Assert.Equal(["HW2001"], Planned.For("public abstract class C { public abstract int M(); }").Reasons("M"));

    [Fact]
    public void State_machines_and_closure_constructors_are_part_of_their_method()
    {
        var plan = Planned.For("public class C { public async System.Threading.Tasks.Task M(int n) { await System.Threading.Tasks.Task.Yield(); Func<int> f = () => n; f(); } }");
        Assert.Equal(["C.M(Int32)", "C..ctor()", "C/<>c__DisplayClass0_0.<M>b__0()"], plan.Types.Single().Exports.Select(e => e.Method.Name));
        Assert.Empty(plan.Types.Single().Skipped);
    }

    [Fact]
    public void Local_functions_count_as_private_until_their_address_is_taken()
    {
        const string loop = "{ for (var i = 0; i < 3; i++) n += i; return n; }";
        var plan = Planned.For($"public class C {{ public int M(int n) {{ return A(n) + new Func<int, int>(B)(n); static int A(int n) {loop} static int B(int n) {loop} }} }}");
        Assert.Single(plan.Types.Single().Skipped, s => s.Id == "HW2002" && s.Member!.Contains("g__A", StringComparison.Ordinal));
        Assert.Single(plan.Types.Single().Exports, e => e.Method.Name.Contains("g__B", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("public int M(int n) { LOOP } public int Caller(int n) { n += M(n); LOOP }", ExportKind.Moved)]
    [InlineData("public int M(int n) { LOOP } private int Helper(int n) => M(n); public int Caller(int n) { n += Helper(n); LOOP }", ExportKind.Moved)]
    [InlineData("public int M(int n) { LOOP } public int Small(int n) => M(n);", ExportKind.Moved)]
    [InlineData("public int M(int n) { LOOP } [NotSwappable] public int Left(int n) => M(n);", ExportKind.InPlace)]
    [InlineData("public int M(int n) { LOOP } private int Helper(int n) => M(n); [NotSwappable] public int Left(int n) => Helper(n);", ExportKind.InPlace)]
    [InlineData("public int M(int n) { LOOP } private int Helper(int n) => M(n); public class Nested { public int Caller(C c, int n) { n += c.Helper(1); LOOP } }", ExportKind.InPlace)]
    [InlineData("public int M(int n) { LOOP } public Func<int> Caller(int n) => () => M(n);", ExportKind.Moved)]
    [InlineData("public int M(int n) { LOOP } public async System.Threading.Tasks.Task Caller(int n) { await System.Threading.Tasks.Task.Yield(); M(n); }", ExportKind.Moved)]
    [InlineData("public int M(int n) { M(n); LOOP }", ExportKind.Moved)]
    [InlineData("public virtual int M(int n) { LOOP } public int Caller(int n) => M(n);", ExportKind.InPlace)]
    [InlineData("public int M(int n) { LOOP } public class Nested { public int Caller(C c) => c.M(1); }", ExportKind.InPlace)]
    [InlineData("public int M(int n) { LOOP } public Func<int, int> Caller() => M;", ExportKind.InPlace)]
    [InlineData("[SafePoint] public int M(int n) { LOOP } public int Caller(int n) => M(n);", ExportKind.InPlace)]
    [InlineData("public int M(int n) { System.Reflection.MethodBase.GetCurrentMethod(); LOOP } public int Caller(int n) => M(n);", ExportKind.InPlace)]
    [InlineData("public int M(int n) { System.Reflection.Assembly.GetCallingAssembly(); LOOP } public int Caller(int n) => M(n);", ExportKind.InPlace)]
    [InlineData("public int M(int n) { new System.Diagnostics.StackTrace(); LOOP } public int Caller(int n) => M(n);", ExportKind.InPlace)]
    [InlineData("[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] public virtual int M(int n) { LOOP }", ExportKind.Moved)]
    internal void Bodies_move_where_local_callers_need_them(string members, ExportKind kind)
    {
        var plan = Planned.For($"public class C {{ {members.Replace("LOOP", "for (var i = 0; i < 3; i++) n += i; return n;", StringComparison.Ordinal)} }}");
        Assert.Equal(kind, plan.Export("M")!.Kind);
    }

    [Fact]
    public void A_synchronized_method_that_looks_at_its_caller_is_left_alone() =>
        Assert.Equal(["HW2008"], Planned.For("public class C { [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] public void M() { Console.Write(1); Console.Write(System.Reflection.MethodBase.GetCurrentMethod()!.Name); } }").Reasons("M"));

    [Fact]
    public void Stubs_of_short_bodies_are_inlined_unless_the_method_or_the_build_forbids_it()
    {
        const string source = """
            public class C
            {
                public virtual int Short(int n) => n;
                [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)] public virtual int Never(int n) => n;
                public virtual int Long(int n) { for (var i = 0; i < 3; i++) { n += i; Console.Write(n); Console.Write(i); Console.Write(n + i); } return n; }
            }
            """;
        var plan = Planned.For(source);
        Assert.True(plan.Export("Short")!.InlineStub);
        Assert.False(plan.Export("Never")!.InlineStub);
        Assert.False(plan.Export("Long")!.InlineStub);
        Assert.False(Planned.For(source, configuration: Configuration.Debug).Export("Short")!.InlineStub);
    }

    [Theory]
    [InlineData("public class T { }", true)]
    [InlineData("public class T : System.Exception { }", true)]
    [InlineData("public class B { } public class T : B { }", false)]
    [InlineData("[NotSwappable] public class B { } public class T : B { }", true)]
    [InlineData("public class B<X> { } public class T : B<int> { }", false)]
    [InlineData("public static class T { }", false)]
    [InlineData("public struct T { }", false)]
    [InlineData("public interface T { }", false)]
    [InlineData("[Serializable] public class T { }", false)]
    [InlineData("[Serializable] public class B { } public class T : B { }", true)]
    [InlineData("[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential)] public class T { }", false)]
    [InlineData("[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)] public class T { }", false)]
    [InlineData("public record T(int A);", true)]
    public void The_topmost_class_of_a_hierarchy_has_room_for_state(string source, bool hasState) =>
        Assert.Equal(hasState, Planned.For(source).Types.Single(t => t.Name == "T").HasStateField);
}
