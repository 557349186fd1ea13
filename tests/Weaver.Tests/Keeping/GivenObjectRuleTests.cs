using HotWeave.Weaver.Tests.Harness;
using Xunit;
using static HotWeave.Weaver.Tests.Harness.EditCase;

namespace HotWeave.Weaver.Tests.Keeping;

/// <summary>Where it is not certain which objects code works on, or it cannot go on as deployed for some of them, the field needs a value.</summary>
public class GivenObjectRuleTests
{
    private const string Old = "public class T { public T(int n) { System.GC.KeepAlive(n); } public int F() { LONG } } ";
    private const string New = "public class T { internal int o; public T(int n) { o = n; } public int F() { LONG + o } } ";

    public static TheoryData<string, string> Refused => new()
    {
        // From a collection, another object, a variable that is set twice.
        { "class C { int M(T[] all) { LONG } }", "class C { int M(T[] all) { LONG + all[0].o } }" },
        { "class D { internal T t = new(1); } class C { int M(D d) { LONG } }", "class D { internal T t = new(1); } class C { int M(D d) { LONG + d.t.o } }" },
        { "class C { T? k; int S(T t) { k = t; LONG } int M() { LONG } }", "class C { T? k; int S(T t) { k = t; LONG } int M() { LONG + k!.o } }" },
        { "class C { int M(T t, T[] all) { LONG } }", "class C { int M(T t, T[] all) { if (all.Length > 1) t = all[1]; LONG + t.o } }" },
        { "class C { int M(T t) { LONG } }", "class C { int M(T t) { N(ref t); LONG + t.o } void N(ref T t) { t = System.Array.Empty<T>()[0]; } }" },
        { "class C { int M(ref T t) { LONG } }", "class C { int M(ref T t) { LONG + t.o } }" },
        { "class C { T N() => new(1); int M() { LONG } }", "class C { T N() => System.Array.Empty<T>()[0]; int M() { LONG + N().o } }" },
        { "class C { internal virtual T N() => new(1); int M() { LONG } }", "class C { internal virtual T N() => new(1); int M() { LONG + N().o } }" },
        { "class C { static T k = new(1); int M() { LONG } }", "class C { static T k = new(1); int M() { LONG + k.o } }" },
        // What only the patch has, called with anything.
        { "class C { int M(T[] all) { LONG } }", "class C { int M(T[] all) { LONG + N(all[0]) } static int N(T t) => t.o; }" },
        { "class C { System.Func<T, int>? f; int M() { LONG } }", "class C { System.Func<T, int>? f; int M() { f = N; LONG } static int N(T t) => t.o; }" },
        { "class C { int M(T[] all) { LONG } }", "class C { int M(T[] all) { LONG + System.Array.ConvertAll(all, static t => t.o).Length } }" },
        { "abstract class B { } class C : B { int M() { LONG } }", "abstract class B { internal virtual int N(T t) => 1; } class C : B { internal override int N(T t) => t.o; int M() { LONG } }" },
        // A closure that deployed code has filled.
        { "class C { System.Func<int> M(T t) { return () => t.F() + System.Environment.TickCount + GetHashCode(); } }", "class C { System.Func<int> M(T t) { return () => t.F() + t.o + System.Environment.TickCount + GetHashCode(); } }" },
        // Constructors do not go on as deployed.
        { "class C { int k; C(T t) { k = t.F(); } int M() { LONG + k } }", "class C { int k; C(T t) { k = t.F() + t.o; } int M() { LONG + k } }" },
        { "struct S { int k; int M(T t) { k++; LONG } }", "struct S { int k; int M(T t) { k++; LONG + t.o } }" },
        // The new code keeps what the deployed one does not know.
        { "class C { int M(T t) { LONG } }", "class C { int seen = 1; int M(T t) { seen++; LONG + t.o } int N() => seen; }" },
        { "class C { int M(T t) { LONG } }", "class C { static int seen = 1; int M(T t) { N(); LONG + t.o } static void N() => seen++; }" },
        { "class C { int M(T t) { LONG } }", "class C { int P { get; set; } int M(T t) { P = 2; LONG + t.o + P } }" },
        // The deployed code reads what new objects do not have.
        { "class C { int k = 3; int M(T t) { LONG + k } }", "class C { int M(T t) { LONG + t.o } }" },
        { "class C { int k = 3; int M(T t) { LONG + N() } int N() => k * k; }", "class C { int M(T t) { LONG + t.o } }" },
        {
            "class D { internal int gone = 2; internal int Gone() => gone; } class C { int M(T t, D d) { LONG + d.Gone() } }",
            "class D { } class C { int M(T t, D d) { LONG + t.o } }"
        },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_not_certain_needs_a_value(string before, string after)
    {
        var (result, written) = Make(Old + before, New + after);
        Assert.False(written, after);
        Assert.Equal("T.o", Assert.Single(result.Diagnostics, static d => d.Id == "HW3022").Member);
    }

    public static TheoryData<string, string> Live => new()
    {
        { "class C { int M(T t) { LONG } }", "class C { int M(T t) { LONG + t.o } }" },
        { "class C { static int M(object t) { return t.GetHashCode() + System.Environment.TickCount + 2; } }", "class C { static int M(object t) { return t is T x ? x.o : t.GetHashCode() + System.Environment.TickCount; } }" },
        { "class C { int M(T? t) { t = t ?? throw new System.Exception(); LONG } }", "class C { int M(T? t) { t = t ?? throw new System.Exception(); LONG + t.o } }" },
        { "class C { readonly T t = new(1); int M() { LONG } }", "class C { readonly T t = new(1); int M() { LONG + t.o } }" },
        { "class C { int M() { LONG } }", "class C { int M() { var t = new T(2); LONG + t.o } }" },
        { "class C { static T N() => new(1); int M() { LONG } }", "class C { static T N() => new(1); int M() { LONG + N().o } }" },
        { "class C { int M(T t) { LONG } }", "class C { int M(T t) { LONG + N(t, 1) } static int N(T t, int n) => n > 3 ? N(t, n + 1) : t.o; }" },
        { "class B : T { public B() : base(1) { } int M() { LONG } }", "class B : T { public B() : base(1) { } int M() { LONG + o } }" },
        { "class C { int M(T t) { LONG } }", "class C { int M(T t) { LONG + t.o } int P => new B().Q; } class B : T { internal int Q => o; public B() : base(2) { } }" },
        { "class C { int k = 3; int M(T t) { LONG + k } }", "class C { int k = 3; int M(T t) { LONG + t.o + k } }" },
    };

    [Theory]
    [MemberData(nameof(Live))]
    public void What_is_certain_goes_by_the_object(string before, string after)
    {
        var (result, written) = Make(Old + before, New + after);
        Assert.True(written, string.Join("\n", result.Diagnostics));
        Assert.Contains(result.Diagnostics, static d => d is { Id: "HW3310", Member: "T" });
    }

    [Fact]
    public void HW3316_calls_that_keep_the_deployed_code_are_named()
    {
        var (result, _) = Make(Old + "class C { int M(T t) { LONG } }", New + "class C { int M(T t) { LONG + t.o } }");
        Assert.Contains("C.M(T)", Assert.Single(result.Diagnostics, static d => d.Id == "HW3316").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class T", "class T", "int", "(1) write a method marked [InitializeExisting(\"o\")] in T, ", "(2) without a change of the source, have --stub", "(3) give it an initialiser")]
    [InlineData("class T<X>", "class T<X>", "int", "(1) write a method marked [InitializeExisting(\"o\")] in T`1, ", "(2) set it in a method marked [CodeChange] in T`1", "(3) give it an initialiser")]
    [InlineData("public class T", "public class T", "System.TimeProvider", "(1) make the patch with --services, and it is computed with the application's System.TimeProvider", "(2) write a method", "(4) give it")]
    public void HW3022_names_the_ways_out_that_do(string before, string after, string type, params string[] ways)
    {
        var name = before[(before.IndexOf("class ", StringComparison.Ordinal) + 6)..];
        var user = $"class U {{ int M<X>({name}[] all) {{ LONG + READ }} }}";
        var (result, written) = Make(
            $"{before} {{ public T() {{ }} public int F() {{ LONG }} }} " + user.Replace("READ", "0", StringComparison.Ordinal),
            $"{after} {{ internal readonly {type} o; public T({type} o) {{ this.o = o; }} public int F() {{ LONG }} }} " + user.Replace("READ", "all[0].o.GetHashCode()", StringComparison.Ordinal));
        Assert.False(written);
        var message = Assert.Single(result.Diagnostics, static d => d.Id == "HW3022").Message;
        Assert.All(ways, w => Assert.Contains(w, message, StringComparison.Ordinal));
        Assert.DoesNotContain("(5)", message, StringComparison.Ordinal);
    }
}
