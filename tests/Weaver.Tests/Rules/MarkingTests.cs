using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Rules;

/// <summary>Which types are swappable: the nearest word counts.</summary>
public class MarkingTests
{
    private const string Types = """
        namespace N
        {
            [Swappable] public class Marked { public class Nested { } [NotSwappable] public class Out { public class Deeper { } [Swappable] public class In { } } }
            public class Plain { [Swappable] public class Inner { } }
            [NotSwappable] public class Never { }
            public struct Value { public Value(int n) { } }
            public interface IFace { void M() { } }
            public enum Kind { A }
            public delegate void Hook();
            public static class Tools { }
            public class Iterating { public System.Collections.Generic.IEnumerable<int> Go() { Func<int> f = () => GetHashCode(); yield return f(); var a = new { X = 1 }; } }
        }
        file class Local { }
        """;

    [Fact]
    public void Attributes_mark_types_and_what_is_nested_in_them() =>
        Assert.Equal(["N.Marked", "N.Marked/Nested", "N.Marked/Out/In", "N.Plain/Inner"], Selected(new WeaveSelection()));

    [Fact]
    public void All_takes_every_type_that_holds_code_and_leaves_what_the_compiler_made()
    {
        var selected = Selected(new WeaveSelection { All = true });
        Assert.Equal(["N.Marked", "N.Marked/Nested", "N.Marked/Out/In", "N.Plain", "N.Plain/Inner", "N.Value", "N.IFace", "N.Tools", "N.Iterating"], selected.Skip(1));
        Assert.EndsWith("__Local", selected[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Patterns_include_and_exclude()
    {
        Assert.Contains("N.Value", Selected(new WeaveSelection { Include = ["*.Val*"] }));
        Assert.DoesNotContain("N.Tools", Selected(new WeaveSelection { Include = ["*.Val*"] }));
        Assert.DoesNotContain("N.Value", Selected(new WeaveSelection { All = true, Exclude = ["N.Value"] }));
        Assert.DoesNotContain("N.Value", Selected(new WeaveSelection { Include = ["N.*"], Exclude = ["N.Value"] }));
    }

    [Fact]
    public void An_attribute_on_the_type_is_stronger_than_a_pattern()
    {
        Assert.Contains("N.Marked", Selected(new WeaveSelection { Exclude = ["N.*"] }));
        Assert.DoesNotContain("N.Never", Selected(new WeaveSelection { Include = ["N.*"] }));
    }

    [Fact]
    public void An_excluded_type_takes_its_nested_types_with_it() =>
        Assert.DoesNotContain("N.Plain/Deep", Planned.For("namespace N { public class Plain { public class Deep { } } }", new WeaveSelection { All = true, Exclude = ["N.Plain"] }).Types.Select(t => t.Name));

    [Fact]
    public void An_attribute_on_the_assembly_is_for_all_types() =>
        Assert.Equal(["A", "C"], Planned.For("[assembly: Swappable] public class A { } [NotSwappable] public class B { } public struct C { }", new WeaveSelection()).Types.Select(t => t.Name));

    [Fact]
    public void Marked_methods_of_an_unmarked_type_are_its_only_exports()
    {
        var plan = Planned.For("""
            public class Half
            {
                [Swappable] public Func<int> One(int n) { Func<int> f = () => n + Environment.TickCount; return f; }
                [Swappable] private int Small() => 1;
                public int Two(int n) { for (var i = 0; i < 4; i++) n += i; return n + new Func<int>(() => n).Invoke(); }
            }
            """, new WeaveSelection());
        Assert.Equal(["Half.One(Int32)", "Half.Small()", "Half/<>c__DisplayClass0_0.<One>b__0()"], plan.Types.Single().Exports.Select(e => e.Method.Name));
        Assert.Equal(["HW2009"], plan.Reasons("Two"));
        Assert.False(plan.Types.Single().HasStateField);
    }

    [Fact]
    public void A_method_can_be_left_out_of_a_marked_type() =>
        Assert.Equal(["HW2009"], Planned.For("[Swappable] public class C { [NotSwappable] public virtual int M() => 1; public virtual int N() => 2; }").Reasons("M"));

    [Fact]
    public void What_is_open_is_said_of_the_type_then_of_the_assembly_then_by_the_request()
    {
        const string Source = "[assembly: Swappable(Overrides = true, Interfaces = false)] class A { } [Swappable(Overrides = false, Interfaces = true)] class B { } ref struct C { } static class D { } interface E { } struct F { }";
        using var directory = new TestDirectory();
        var path = Compiler.CSharp(directory, "Open", "using HotWeave;\n" + Source, Configuration.Release);
        using var module = Mono.Cecil.ModuleDefinition.ReadModule(path);
        var open = Normalising.Opening.OpenTypes.Find(module, new WeaveSelection { All = true, Interfaces = true });
        Assert.Equal(["A", "F"], open.ForOverrides().Select(t => t.Type.Name));
        Assert.Equal(["B"], open.ForInterfaces().Select(t => t.Name));
    }

    [Theory]
    [InlineData("class A { } struct B { }", false, true, "A Common, B Common")]
    [InlineData("class A { } struct B { }", true, true, "A ButBits, B ButBits")]
    [InlineData("class A { } struct B { }", false, false, "")]
    [InlineData("[Swappable(Overrides = true)] class A { } [Swappable(Overrides = false)] class B { } [Swappable] class C { }", false, true, "A All, C Common")]
    [InlineData("[assembly: Swappable(Overrides = false)] class A { } [Swappable(Overrides = true)] class B { }", false, true, "B All")]
    public void How_open_is_said_of_the_type_then_of_the_assembly_then_by_the_request(string source, bool all, bool common, string expected)
    {
        using var directory = new TestDirectory();
        using var module = Mono.Cecil.ModuleDefinition.ReadModule(Compiler.CSharp(directory, "Open", "using HotWeave;\n" + source, Configuration.Release));
        var open = Normalising.Opening.OpenTypes.Find(module, new WeaveSelection { All = true, Overrides = all, CommonOverrides = common });
        Assert.Equal(expected, string.Join(", ", open.ForOverrides().Where(static t => t.Type.Name.Length == 1).Select(static t => $"{t.Type.Name} {t.Extent}")));
    }

    [Theory]
    [InlineData("N.*", "N.A/B", true)]
    [InlineData("*", "", true)]
    [InlineData("N.A", "N.AB", false)]
    [InlineData("*A*B*", "xAyBz", true)]
    [InlineData("*A*B", "xAyBz", false)]
    [InlineData("*ab*abc", "ababxabc", true)]
    [InlineData("n.a", "N.A", false)]
    public void Patterns_match_whole_names(string pattern, string name, bool matches) =>
        Assert.Equal(matches, Model.NamePattern.Matches(pattern, name));

    private static List<string> Selected(WeaveSelection selection) => [.. Planned.For(Types, selection).Types.Select(t => t.Name)];
}
