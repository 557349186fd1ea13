using HotWeave.Weaver.Tests.Harness;
using Xunit;
using static HotWeave.Weaver.Tests.Harness.EditCase;

namespace HotWeave.Weaver.Tests.Keeping;

/// <summary>What the builds do not say for all objects is no value; those that exist keep the deployed code.</summary>
public class UnprovenFieldTests
{
    [Theory]
    [InlineData("class T { int F() { LONG } }", "class T { object o; public T(object o) { this.o = o; } public object G() => o; int F() { LONG + 1 } }")]
    [InlineData("class T { public T(int n) { } int F() { LONG } }", "class T { public int P { get; set; } public T(int n) { P = n; } int F() { LONG + P } }")]
    [InlineData("class T { public T(int n) { } int F() { LONG } }", "class T { int o; public T(int n) { Set(n); } void Set(int n) { o = n; } int F() { LONG + o } }")]
    [InlineData("class T { public T() { } static T M() => new T(); public int F() { LONG + M().F() } }", "class T { int o; public T() { } public T(int n) { o = n; } static T M() => new T(2); public int F() { LONG + M().F() + o } }")]
    [InlineData("class T { int k; public T(int n) { k = n; } public int F() { k++; LONG } }", "class T { int k; int o; public T(int n) { k = n; o = n + 1; } public int F() { k++; LONG + o } }")]
    [InlineData("class T { readonly int k; public T(int n) { k = n; } public T(string s) { } public int F() { LONG + k } }", "class T { readonly int k; int o; public T(int n) { k = n; o = n + 1; } public T(string s) { o = s.Length; } public int F() { LONG + o + k } }")]
    [InlineData("class T { public T(int n) { } public int F() { LONG } }", "class T { int o; public T(int n) { if (n > 1) o = 3; } public int F() { LONG + o } }")]
    [InlineData("class T { public T(string s) { } int F() { LONG } }", "class T(string s) { int o = s.Length; public int G() => o; int F() { LONG + 1 } }")]
    [InlineData("class T { public T(int n) { } public T() { } int F() { LONG } }", "class T { int o; public T(int n) { o = 1; } public T() { o = 2; } public int G() => o; int F() { LONG + 1 } }")]
    [InlineData("public class T { public T(int n) { } public static T M() => new T(1); public int F() { LONG } }", "public class T { int o; public T(int n, int m) { o = m; } public static T M() => new T(1, 2); public int F() { LONG + o } }")]
    [InlineData("class T { T(int n) { } static T A() => new T(1); static T B() => new T(2); public int F() { LONG } }", "class T { int o; T(int n, int m) { o = m; } static T A() => new T(1, 1); static T B() => new T(2, 2); public int F() { LONG + o } }")]
    [InlineData("class T { T(int n) { } static T A() => new T(1); static T B() => new T(2); public int F() { LONG } }", "class T { int o; T(int n, int m) { o = m; } static T A() => new T(1, 1); public int F() { LONG + o } }")]
    [InlineData("class T { T() { } public int F() { LONG } }", "class T { int o; T(int m) { o = m; } static T A() => new T(1); public int F() { LONG + o } }")]
    [MemberData(nameof(Computed))]
    public void A_value_that_is_not_proven_leaves_objects_the_deployed_code(string before, string after)
    {
        var (result, written) = Make(before, after);
        Assert.True(written, string.Join("\n", result.Diagnostics));
        Assert.True(result.Diagnostics.Count(static d => d.Id == "HW3310") == 1, after + string.Join("\n", result.Diagnostics));
        Assert.Equal("T", Assert.Single(result.Diagnostics, static d => d.Id == "HW3310").Member);
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3243");
    }

    // Each differs from what is proven by the one thing that makes it no proof.
    public static TheoryData<string, string> Computed => new()
    {
        // The argument is kept only where there was one.
        {
            "class T { readonly string k; public T(string s) { k = s ?? \"x\"; } public int F() { LONG + k.Length } }",
            "class T { readonly string k; readonly bool o; public T(string s) { k = s ?? \"x\"; o = s is null; } public int F() { LONG + k.Length + (o ? 1 : 0) } }"
        },
        // Read before it is stored.
        {
            "class T { readonly int k; public T(int n) { k = n; } public int F() { LONG + k } }",
            "class T { readonly int k; readonly int o; public T(int n) { o = k + 1; k = n; } public int F() { LONG + k + o } }"
        },
        // Object initialisers store after the constructor.
        {
            "class T { public int K { get; init; } public T(int n) { K = n; } public int F() { LONG + K } }",
            "class T { public int K { get; init; } readonly int o; public T(int n) { K = n; o = K + 1; } public int F() { LONG + K + o } }"
        },
        {
            "class T { public int K { get; init; } public T(int n) { K = n; } public int F() { LONG + K } }",
            "class T { public int K { get; init; } readonly int o; public T(int n) { K = n; o = n + 1; } public int F() { LONG + K + o } }"
        },
        // One variable, stored twice.
        {
            "class T { readonly int k; public T(int n) { k = n; } public int F() { LONG + k } }",
            "class T { readonly int k; readonly int o; public T(int n) { k = n; var v = 1; if (n > 2) v = 2; o = v; } public int F() { LONG + k + o } }"
        },
        // One object for two fields.
        {
            "class T { readonly int k; public T(int n) { k = n; } public int F() { LONG + k } }",
            "class T { readonly int k; readonly object o, p; public T(int n) { k = n; var v = new object(); o = v; p = v; } public int F() { LONG + k + (o == p ? 1 : 0) } }"
        },
        // Not in every run.
        {
            "class T { readonly int k; public T(int n) { k = n; } public int F() { LONG + k } }",
            "class T { readonly int k; readonly int o; public T(int n) { k = n; if (n == 0) return; o = k > 1 ? 2 : 3; } public int F() { LONG + k + o } }"
        },
        // A delegate of another object.
        {
            "class T { readonly int k; public T(int n) { k = n; } public int F() { LONG + k } }",
            "class T { readonly int k; readonly System.Func<string> o; public T(int n, object a) { k = n; o = a.ToString; } public int F() { LONG + k + o().Length } }"
        },
        // What deployed code has counted is not what its parameter was.
        {
            "class T { int k; public T(int n) { k = n; } public int F() { k++; LONG } }",
            "class T { int k; readonly bool o; public T(int n) { k = n; o = n > 1; } public int F() { k++; LONG + (o ? 1 : 0) } }"
        },
    };

    [Theory]
    [InlineData("", "int port", "new T(\"a\", 1)")]
    [InlineData("", "int port = 1", "new T(\"a\", 2)")]
    [InlineData("", "decimal port = 1", "new T(\"a\")")]
    [InlineData("", "int? port = 1", "new T(\"a\")")]
    [InlineData("public T(string h, bool b = true) { this.h = h; port = 2; }", "int port = 1", "new T(\"a\", 1)")]
    [InlineData("public T(string h, params object[] more) { this.h = h; port = more.Length; }", "int port = 1", "new T(\"a\", 1)")]
    public void A_parameter_that_callers_do_not_all_leave_out_is_no_proof(string other, string parameter, string made)
    {
        const string Before = "public class T { readonly string h; public T(string h) { this.h = h; } public static T M() => new T(\"a\"); public int F() { LONG + h.Length } }";
        var type = parameter.Split(' ')[0];
        var after = $"public class T {{ readonly string h; readonly {type} port; public T(string h, {parameter}) {{ this.h = h; this.port = port; }} {other} "
            + $"public static T M() => {made}; public int F() {{ LONG + h.Length + (int)port }} }}";
        var (result, written) = Make(Before, after.Replace("(int)port", type == "int?" ? "port.Value" : "(int)port", StringComparison.Ordinal));
        Assert.True(written, string.Join("\n", result.Diagnostics));
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3243");
        Assert.Contains(result.Diagnostics, static d => d.Id == "HW3310");
    }

    [Theory]
    [InlineData("long", "int")]
    [InlineData("double", "float")]
    [InlineData("int", "ulong")]
    [InlineData("int", "float")]
    [InlineData("uint", "int")]
    [InlineData("int?", "int")]
    [InlineData("object", "string")]
    [InlineData("System.Collections.Generic.List<int>", "System.Collections.Generic.IReadOnlyList<long>")]
    [InlineData("System.DayOfWeek", "System.DateTimeKind")]
    public void A_field_whose_value_might_change_with_its_type_begins_anew(string before, string after)
    {
        var text = "class T { TYPE k; public void Set(TYPE n) { k = n; } public string F() { Set(k); return k + \"\" + k + 1 + GetHashCode() + GetHashCode(); } }";
        var (result, written) = Make(text.Replace("TYPE", before, StringComparison.Ordinal), text.Replace("TYPE", after, StringComparison.Ordinal));
        Assert.True(written, string.Join("\n", result.Diagnostics));
        Assert.Contains(result.Diagnostics, static d => d.Id == "HW3215");
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3313");
    }
}
