using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>What a patch adds for frameworks to find by reflection is refused, or named once as what waits for the next start.</summary>
public class FrameworkMemberTests
{
    private const string Usings = """
        using System; using System.Collections.Generic; using System.Runtime.Serialization; using System.Text.Json.Serialization; using System.Threading.Tasks;
        using Microsoft.AspNetCore.Components; using Microsoft.AspNetCore.Mvc; using Microsoft.AspNetCore.SignalR; using System.ComponentModel.DataAnnotations;

        """;

    [Theory]
    [InlineData("class T : ComponentBase { MORE", "[Inject] private Random? R { get; set; }", "T.R", "[Inject]")]
    [InlineData("class T : ComponentBase { MORE", "[Parameter] public string? R { get; set; }", "T.R", "[Parameter]")]
    [InlineData("[DataContract] public class T { MORE", "[DataMember] int r = 1;", "T.r", "[DataMember]")]
    [InlineData("public class T { MORE", "[JsonInclude, Required] internal int R { get; set; } = 1;", "T.R", "[JsonInclude], [Required]")]
    [InlineData("public class T { MORE", "[field: NonSerialized] [System.ComponentModel.TypeConverter(\"x\")] public event Action? R;", "T.R", "[TypeConverter]")]
    public void HW3050_a_member_that_others_find_by_an_attribute_is_refused_unless_accepted(string before, string more, string member, string marks)
    {
        var refused = Make(before, more);
        Assert.Equal((PatchOutcome.Failed, PatchVerdict.Restart), (refused.Outcome, refused.Verdict));
        var refusal = Assert.Single(refused.Diagnostics, static d => d.Id == "HW3050");
        Assert.Contains($"{member} is new and marked {marks};", refusal.Message, StringComparison.Ordinal);
        var accepted = Make(before, more, ["HW3050"]);
        Assert.True(accepted.Outcome == PatchOutcome.Made, string.Join("\n", accepted.Diagnostics));
        Assert.Contains(member, Assert.Single(accepted.Diagnostics, static d => d.Id == "HW3253").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public class T { MORE", "[JsonIgnore] public int R { get; set; } = 1;")]
    [InlineData("public class T { MORE", "[Obsolete] public int R { get; set; } = 1;")]
    [InlineData("public class T { MORE", "[System.Diagnostics.DebuggerBrowsable(System.Diagnostics.DebuggerBrowsableState.Never)] public int R { get; set; } = 1;")]
    [InlineData("class MineAttribute : Attribute { } public class T { MORE", "[Mine] public int R { get; set; } = 1;")]
    [InlineData("public class T { [Required] public string? Q { get; set; } MORE", "int r;")]
    public void Attributes_that_nobody_looks_for_are_none(string before, string more)
    {
        var result = Make(before, more);
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
    }

    [Theory]
    [InlineData("public class T : Controller { MORE", "public object Other() { return 1; }", 1, "T.Other()")]
    [InlineData("public class T : Hub { MORE", "public void Other() { } public Task Third() => Task.CompletedTask; internal void Helper() { }", 2, "T.Other(), T.Third()")]
    [InlineData("public class T { MORE", "[HttpGet] public object Other() { return 1; }", 1, "T.Other()")]
    [InlineData("public class T { MORE", "public class OtherController : ControllerBase { public object Get() { return 1; } }", 1, "T/OtherController")]
    [InlineData("public class T { MORE", "public class V : Microsoft.AspNetCore.Mvc.Razor.RazorPage<int> { public override Task ExecuteAsync() => Task.CompletedTask; }", 1, "T/V")]
    public void HW3255_what_frameworks_look_for_is_named_in_one_message(string before, string more, int count, string names)
    {
        var result = Make(before, more);
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        var named = Assert.Single(result.Diagnostics, static d => d.Id == "HW3255");
        Assert.Equal($"New entry points wait for the next start ({count}), since frameworks look for them when a process starts: {names}.", named.Message);
        Assert.DoesNotContain(result.Diagnostics, d => d.Id == "HW3203" && names.Contains(d.Member!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("public class T : Controller { public object Other() { return 1; } MORE", "public object Other() { return 1; }", "T.Other()")]
    [InlineData("public class T : Hub { public void Other() { } internal void Helper() { } MORE", "public void Other() { } internal void Helper() { }", "T.Other()")]
    [InlineData("public class OtherController : ControllerBase { public object Get() { return 1; } } public class T { MORE", "public class OtherController : ControllerBase { public object Get() { return 1; } }", "OtherController")]
    public void HW3362_what_a_framework_has_found_and_the_build_has_no_more_is_named(string before, string deleted, string name)
    {
        var result = Make(before, "", then: deleted);
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        Assert.Equal(name, Assert.Single(result.Diagnostics, static d => d.Id == "HW3362").Member);
    }

    [Theory]
    [InlineData("public int R { get; set; } = 1;", "T.R")]
    [InlineData("public int R { get => 1; internal set { } }", "T.R")]
    [InlineData("public event Action? R;", "T.R")]
    [InlineData("public int R() => 1;", "T.R()")]
    public void HW3203_names_a_property_or_an_event_once(string more, string member)
    {
        var result = Make("public class T { MORE", more);
        Assert.Equal(member, Assert.Single(result.Diagnostics, static d => d.Id == "HW3203").Member);
    }

    [Theory]
    [InlineData("", "string Json(T t) => System.Text.Json.JsonSerializer.Serialize(t);", "JsonSerializer.Serialize")]
    [InlineData("class Outer { public List<T> All { get; } = new(); }", "object? Json(string t) => System.Text.Json.JsonSerializer.Deserialize<Outer[]>(t);", "JsonSerializer.Deserialize")]
    [InlineData("class Page : Controller { public Task<ActionResult<T>> Get() => throw new Exception(); }", "", "Page.Get")]
    [InlineData("static class Routes { public static void Map(IEndpointRouteBuilder r) { r.MapGet(\"/\", () => new T()); } }", "", "MapGet in Routes.Map(IEndpointRouteBuilder)")]
    [InlineData("static class Routes { public static void Map(IEndpointRouteBuilder r) { r.MapPost(\"/\", Post); } static int Post(T t) => 1; }", "", "MapPost in Routes.Map(IEndpointRouteBuilder)")]
    [InlineData("static class Store<X> { public static string Write(X x) => System.Text.Json.JsonSerializer.Serialize(x); }", "string W() => Store<T>.Write(this);", "JsonSerializer.Serialize")]
    [InlineData("static class Store { public static string Write<X>(X x) { Func<string> late = () => System.Text.Json.JsonSerializer.Serialize(x); return late(); } }", "string W() => Store.Write(this);", "JsonSerializer.Serialize")]
    [InlineData("class Store<X> { public string Write(X x) => System.Text.Json.JsonSerializer.Serialize(new List<X> { x }); } class All<Y> : Store<Y> { }", "string W() => new All<T>().Write(this);", "JsonSerializer.Serialize")]
    [InlineData("interface IStore<X> { string Write(X x); } class Store<X> : IStore<X> { public string Write(X x) => System.Text.Json.JsonSerializer.Serialize(x); }", "string W(IStore<T> s) => s.Write(this);", "JsonSerializer.Serialize")]
    [InlineData("interface IStore { string Write<X>(X x); } class Store : IStore { public string Write<X>(X x) => System.Text.Json.JsonSerializer.Serialize(x); }", "string W(IStore s) => s.Write(this);", "JsonSerializer.Serialize")]
    [InlineData("class Page<X> { public X Value { get; set; } }", "object? Json(string t) => System.Text.Json.JsonSerializer.Deserialize<Page<Page<T>>>(t);", "JsonSerializer.Deserialize")]
    [InlineData("abstract class Crud<X> : Controller { public X One() => throw new Exception(); } class Page : Crud<T> { }", "", "Crud`1.One")]
    [InlineData("static class Store { public static string Write(T t) => System.Text.Json.JsonSerializer.Serialize(t, typeof(T)); }", "", "JsonSerializer.Serialize")]
    [InlineData("static class Store { public static string Write(List<T> t) => System.Text.Json.JsonSerializer.Serialize(t[0], t[0].GetType()); }", "", "JsonSerializer.Serialize")]
    public void HW3254_who_looks_at_a_type_by_reflection_is_named(string type, string members, string consumer)
    {
        var result = Make("using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Routing; " + type + " public class T { " + members + " MORE", "public int R { get; set; } = 1;");
        var named = Assert.Single(result.Diagnostics, static d => d.Id == "HW3254");
        Assert.StartsWith($"T.R is new, and {consumer} looks at the deployed type", named.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3203");
    }

    [Theory]
    [InlineData("public class T : ControllerBase { [HttpGet] public int Get() => 1; MORE", "[HttpGet]", "[HttpGet, Authorize]", "T.Get()", "+ [Authorize]")]
    [InlineData("[AllowAnonymous] public class T : ControllerBase { MORE", "[AllowAnonymous]", "[Authorize(Roles = \"x\")]", "T", "+ [Authorize], - [AllowAnonymous]")]
    [InlineData("[Authorize(Roles = \"y\")] public class T : ControllerBase { MORE", "\"y\"", "\"x\"", "T", "+ [Authorize], - [Authorize]")]
    [InlineData("public class T { public Func<int> F() => () => 7; MORE", "() => 7", "[Authorize] () => 7", "A lambda in T.F()", "+ [Authorize]")]
    [InlineData("public class T : ControllerBase { [ValidateAntiForgeryToken] public int Post() => 1; MORE", "[ValidateAntiForgeryToken]", "", "T.Post()", "- [ValidateAntiForgeryToken]")]
    public void HW3352_a_change_of_authorisation_by_attributes_is_refused_unless_accepted(string before, string then, string now, string member, string differences)
    {
        var usings = "using Microsoft.AspNetCore.Authorization; ";
        var refused = Make(usings + before, "", [], then, now);
        Assert.Equal((PatchOutcome.Failed, PatchVerdict.Restart), (refused.Outcome, refused.Verdict));
        Assert.StartsWith($"{member} changed its authorisation ({differences})", Assert.Single(refused.Diagnostics, static d => d.Id == "HW3352").Message, StringComparison.Ordinal);
        var accepted = Make(usings + before, "", ["HW3352"], then, now);
        Assert.True(accepted.Outcome == PatchOutcome.Made, string.Join("\n", accepted.Diagnostics));
        Assert.Single(accepted.Diagnostics, static d => d.Id == "HW3353");
    }

    [Theory]
    [InlineData("public class T { public Func<int, int> F() => (int a) => a; MORE", "(int a) =>", "([FromHeader] int a) =>", "A lambda in T.F(), parameter a,")]
    [InlineData("public class T { public Func<int, int> F() => (int a) => a; MORE", "(int a) =>", "[Obsolete] (int a) =>", "A lambda in T.F()")]
    public void HW3201_attributes_of_a_lambda_are_named(string before, string then, string now, string name)
    {
        var result = Make(before, "", [], then, now);
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        Assert.StartsWith(name + " changed its attributes", Assert.Single(result.Diagnostics, static d => d.Id == "HW3201").Message, StringComparison.Ordinal);
    }

    private static PatchResult Make(string before, string more, string[]? accept = null, string then = "\0", string now = "")
    {
        using var directory = new TestDirectory();
        var written = Usings + before + " public string Say() { return ToString() + GetHashCode() + NUMBER; } }";
        string Build(string folder, string text, string members, string number) => Compiler.CSharp(
            directory.Sub(folder), "Lib", text.Replace("MORE", members, StringComparison.Ordinal).Replace("NUMBER", number, StringComparison.Ordinal), Configuration.Release, references: WebReferences.Files);
        var woven = Weaving.All(Build("1", written, "", "1"), directory.Sub("woven"));
        return PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = Build("2", written.Replace(then, now, StringComparison.Ordinal), more, "2"), Accept = accept ?? [] });
    }
}
