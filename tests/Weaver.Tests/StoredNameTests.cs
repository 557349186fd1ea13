using HotWeave.Weaver.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Where the name of something that a patch adds leaves the process, the code that sends it is named.</summary>
public class StoredNameTests
{
    private const string Usings = "using System; using System.Collections.Generic; using System.Linq; using System.Linq.Expressions; using System.Threading.Tasks;\n";

    // A library such as those that keep jobs: it writes down what an expression names.
    private const string Jobs = Usings + """
        namespace Jobs;
        public static class Queue
        {
            public static string Enqueue(Expression<Action> job) { return job.ToString(); }
            public static string Enqueue<T>(Expression<Func<T, Task>> job) { return typeof(T).AssemblyQualifiedName + job; }
            public static IEnumerable<T> Pick<T>(IEnumerable<T> all, Expression<Func<T, bool>> which) { return all.Where(which.Compile()); }
        }
        """;

    [Theory]
    [InlineData("HW3256", "typeof(Added).AssemblyQualifiedName", "Added")]
    [InlineData("HW3256", "typeof(List<Added>).FullName", "System.Collections.Generic.List`1<Added>")]
    [InlineData("HW3258", "Jobs.Queue.Enqueue(() => Added.Go())", "Added.Go()")]
    [InlineData("HW3258", "Jobs.Queue.Enqueue<Added>(a => a.Work())", "Added")]
    [InlineData("HW3258", "Jobs.Queue.Enqueue(() => T.New())", "T.New()")]
    public void A_name_of_what_the_patch_adds_is_named(string code, string use, string name)
    {
        var result = Make("static object Say() { return USE + \"\"; }", use, " public static void New() { }");
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        var named = Assert.Single(result.Diagnostics, d => d.Id == code);
        Assert.Contains(name, named.Message, StringComparison.Ordinal);
        Assert.Equal((2, "T.Say()"), (named.Location!.Line, named.Member));
    }

    [Theory]
    [InlineData("nameof(Added)")]
    [InlineData("typeof(Added).Name")]
    [InlineData("typeof(Added).FullName")]
    [InlineData("typeof(T).AssemblyQualifiedName")]
    [InlineData("Jobs.Queue.Enqueue(() => T.Old())")]
    [InlineData("Jobs.Queue.Pick(new[] { new Added() }, a => a != null)")]
    public void Other_names_are_not(string use)
    {
        var result = Make("static object Say() { return USE + \"\"; }", use, "");
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id is "HW3256" or "HW3257" or "HW3258");
    }

    [Fact]
    public void Deployed_code_that_writes_names_of_any_types_is_named_where_types_are_added()
    {
        const string Reader = "static string NameOf(object o) { return o.GetType().AssemblyQualifiedName + o; } public static object Say() { return USE + NameOf(1); }";
        var named = Assert.Single(Make(Reader, "new Added()", "").Diagnostics, static d => d.Id == "HW3257");
        Assert.StartsWith("T.NameOf(Object) has names of types written (AssemblyQualifiedName); those of types that the patch adds, such as Added,", named.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Make(Reader, "1", "", added: "").Diagnostics, static d => d.Id == "HW3257");
    }

    private static PatchResult Make(string members, string use, string more, string added = "public class Added { public static void Go() { } public Task Work() => Task.CompletedTask; }")
    {
        using var directory = new TestDirectory();
        var jobs = Compiler.CSharp(directory.Sub("jobs"), "Jobs", Jobs, Configuration.Release);
        var text = Usings + "public class T { " + members + " public static void Old() { } ";
        var old = Compiler.CSharp(directory.Sub("1"), "Lib", text.Replace("USE", "1", StringComparison.Ordinal) + "}", Configuration.Release, references: [jobs]);
        var @new = Compiler.CSharp(directory.Sub("2"), "Lib", text.Replace("USE", use, StringComparison.Ordinal) + more + "} " + added, Configuration.Release, references: [jobs]);
        var woven = Weaving.All(old, directory.Sub("woven"), SmallMethods.Export, jobs);
        File.Copy(jobs, directory.Sub("woven").File("Jobs.dll"));
        return PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = @new, References = [jobs] });
    }
}
