using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>New virtual members and overrides over several assemblies, several patches, and types that no patch knows.</summary>
[Collection("swaps")]
public class VirtualSlotTests
{
    private const string Library = """
        namespace Lib;
        public interface IPart
        {
            string Name { get; }
        #if V2
            string Label(int n) => "label" + n + Name;
            string Must();
        #endif
        }
        public abstract class Part : IPart
        {
            public virtual string Name => "part" + ToString()!.Length;
            public virtual string Weigh(int n) => "weighs " + n + Name;
            public string Show(int n) => Weigh(n) + Name;
        #if V2
            public virtual string Added(int n) => "added " + n + Name;
            public virtual string Must() => "must" + Name;
            public abstract string Left();
        #endif
        }
        """;

    private const string Outside = """
        public class Foreign : Lib.Part { public override string ToString() => "f"; }
        public class Alien : Lib.IPart { public string Name => "alien"; }
        """;

    private const string Program = """
        using System;
        using System.IO;
        public class Wheel : Lib.Part
        {
        #if V2
            public override string Weigh(int n) => "wheel " + base.Weigh(n);
            public override string Added(int n) => "wheel " + base.Added(n);
            public override string Left() => "left";
        #endif
            public override string ToString() => "w";
        }
        public struct Nut(int n) : Lib.IPart
        {
            public string Name => "nut" + n;
        #if V2
            public string Label(int m) => "nut label " + m + n;
            public string Must() => "nut must";
        #endif
            public string Own() { return "own" + n + Name; }
        }
        #if V2
        public class Hub : Wheel { public override string Added(int n) => "hub " + base.Added(n); public override string Weigh(int n) => "hub " + base.Weigh(n); }
        #endif
        public static class Cross
        {
            private static readonly Lib.Part wheel = new Wheel();
            public static Lib.Part? Foreign;
            public static Lib.IPart? Alien;
            public static void Run(TextWriter output)
            {
                output.Write(wheel.Show(1) + Try(() => Foreign?.Show(2) ?? "none"));
        #if V2
                output.Write("|" + wheel.Added(3) + wheel.Left() + Label(new Nut(4)) + Label(wheel) + new Hub().Added(5) + new Hub().Show(6));
                if (Foreign is not null)
                    output.Write("|" + Foreign.Added(7) + Try(Foreign.Left) + Foreign.Must());
                if (Alien is not null)
                    output.Write("|" + Alien.Label(8) + Try(Alien.Must));
        #endif
            }
            private static string Try(Func<string> f) { try { return f(); } catch (MissingMethodException e) { return e.Message.Split(' ')[0]; } }
        #if V2
            private static string Label<T>(T part) where T : Lib.IPart => part.Label(9) + part.Must();
        #endif
        }
        """;

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Overrides_reach_over_assemblies(Configuration configuration)
    {
        using var directory = new TestDirectory();
        var old = Build(directory.Sub("1"), "");
        var @new = Build(directory.Sub("2"), "#define V2\n#line 1\n");
        var woven = directory.Sub("woven");
        foreach (var file in Directory.GetFiles(old, "*.dll"))
            Weaving.All(file, woven);
        var foreign = Compiler.CSharp(directory.Sub("3"), "CrossForeign", Outside, configuration, references: [Path.Combine(old, "CrossLib.dll")]);
        File.Copy(foreign, woven.File("CrossForeign.dll"));
        var output = directory.File("p.hotpatch");
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = woven.Path, NewPath = @new, OutputPath = output });
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        Assert.Equal(["HW3230", "HW3230"], result.Diagnostics.Where(d => d.Id.StartsWith("HW323", StringComparison.Ordinal)).Select(d => d.Id));

        var live = Loaded.From(woven.File("Cross.dll"));
        const string Before = "weighs 1part1part1none";
        Assert.Equal(Before, live.Run("Cross"));
        var before = HotSwap.GetStatus().Current;
        await HotSwap.ApplyAsync(output, new SwapOptions { LoadContext = live.Context });
        Assert.Equal(Loaded.From(Path.Combine(@new, "Cross.dll")).Run("Cross"), live.Run("Cross"));

        // Objects of a type that no patch knows run what the base has; where it has nothing, the call says so.
        var outside = live.Context.LoadFromAssemblyName(new("CrossForeign"));
        var cross = live.Assembly.GetType("Cross")!;
        cross.GetField("Foreign")!.SetValue(null, Activator.CreateInstance(outside.GetType("Foreign")!));
        cross.GetField("Alien")!.SetValue(null, Activator.CreateInstance(outside.GetType("Alien")!));
        Assert.EndsWith("|added 7part1Lib.Part.Left()mustpart1|label8alienLib.IPart.Must()", live.Run("Cross"), StringComparison.Ordinal);
        await HotSwap.RollbackAsync(before);
        Assert.Equal("weighs 1part1part1weighs 2part1part1", live.Run("Cross"));

        string Build(TestDirectory target, string prefix)
        {
            var library = Compiler.CSharp(target, "CrossLib", prefix + Library, configuration);
            Compiler.CSharp(target, "Cross", prefix + Program, configuration, references: [library]);
            return target.Path;
        }
    }

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Later_patches_know_the_slots_of_types_that_earlier_ones_brought(Configuration configuration)
    {
        const string Source = """
            using System.Collections.Generic;
            using System.IO;
            public interface ITask
            {
                string Do(int n);
            #if V2 || V3
                string Undo(int n) => "undo" + n;
            #endif
            #if V3
                string Redo(int n) => "redo" + n + Undo(n);
            #endif
            }
            public class Job : ITask
            {
                public virtual string Do(int n) { return "job" + n + GetType().Name.Length; }
            #if V2 || V3
                public virtual string Cost(int n) => "cost" + n;
            #endif
            #if V3
                public virtual string Later(int n) => "later" + n;
            #endif
            }
            public class Print : Job
            {
                public string Own() { return "own" + ToString()!.Length; }
            #if V3
                public override string Do(int n) => "print " + base.Do(n);
                public override string Cost(int n) => "print " + base.Cost(n);
                public virtual string Redo(int n) => "print redo" + n;
            #endif
            }
            #if V2 || V3
            public class Scan : Print, ITask
            {
                public override string Cost(int n) => "scan " + base.Cost(n);
                public string Undo(int n) => "scan undo" + n;
            #if V3
                public override string Do(int n) => "scan " + base.Do(n);
                public override string Later(int n) => "scan " + base.Later(n);
                string ITask.Redo(int n) => "scan redo" + n + base.Cost(n);
            #endif
                public string Mine() { return "mine" + ToString()!.Length; }
            }
            public class Fax : Scan
            {
                public override string Do(int n) => "fax " + base.Do(n);
                public override string Cost(int n) => "fax " + base.Cost(n);
            }
            #endif
            #if V3
            public class Mail : Fax
            {
                public override string Do(int n) => "mail " + base.Do(n);
                public override string Later(int n) => "mail " + base.Later(n);
            }
            #endif
            public static class Slots
            {
                private static readonly List<Job> jobs = [new Job(), new Print()];
                public static void Run(TextWriter output)
                {
            #if V2 || V3
                    if (jobs.Count == 2) { jobs.Add(new Scan()); jobs.Add(new Fax()); }
            #endif
            #if V3
                    if (jobs.Count == 4) jobs.Add(new Mail());
            #endif
                    foreach (var job in jobs)
                    {
                        output.Write(job.Do(1) + ";");
            #if V2 || V3
                        output.Write(job.Cost(2) + ";" + ((ITask)job).Undo(3) + ";");
            #endif
            #if V3
                        output.Write(job.Later(4) + ";" + ((ITask)job).Redo(5) + ";");
            #endif
                    }
                }
            }
            """;
        using var directory = new TestDirectory();
        var name = "Slots" + configuration;
        var woven = Weaving.All(Compiler.CSharp(directory.Sub("1"), name, Source, configuration), directory.Sub("woven"));
        var new2 = Compiler.CSharp(directory.Sub("2"), name, "#define V2\n#line 1\n" + Source, configuration);
        var new3 = Compiler.CSharp(directory.Sub("3"), name, "#define V3\n#line 1\n" + Source, configuration);
        var patch2 = Patch(new2, "2.hotpatch");
        var patch3 = Patch(new3, "3.hotpatch", patch2);
        const string Two = "job13;cost2;undo3;job15;cost2;undo3;job14;scan cost2;scan undo3;fax job13;fax scan cost2;scan undo3;";
        var fresh2 = Loaded.From(new2).Run("Slots");
        var fresh3 = Loaded.From(new3).Run("Slots");
        Assert.Equal(Two, fresh2);

        var live = Loaded.From(woven);
        var baseline = HotSwap.GetStatus().Current;
        Assert.Equal("job13;job15;", live.Run("Slots"));
        var options = new SwapOptions { LoadContext = live.Context };
        await HotSwap.ApplyAsync(patch2, options);
        var second = HotSwap.GetStatus().Current;
        Assert.Equal(fresh2, live.Run("Slots"));
        await HotSwap.ApplyAsync(patch3, options);
        Assert.Equal(fresh3, live.Run("Slots"));
        await HotSwap.RollbackAsync(second);
        Assert.StartsWith(fresh2, live.Run("Slots"), StringComparison.Ordinal);
        await HotSwap.RollbackAsync(baseline);
        Assert.StartsWith("job13;job15;", live.Run("Slots"), StringComparison.Ordinal);

        // Without the second patch in between.
        var other = Loaded.From(woven);
        await HotSwap.ApplyAsync(patch3, new SwapOptions { LoadContext = other.Context });
        Assert.Equal(fresh3, other.Run("Slots"));
        await HotSwap.RollbackAsync(baseline);

        string Patch(string @new, string file, params string[] earlier)
        {
            var output = directory.File(file);
            var result = PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = @new, OutputPath = output, EarlierPatches = earlier });
            Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
            return output;
        }
    }

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public void Overrides_that_weaving_adds_name_what_the_assembly_names(Configuration configuration)
    {
        const string Source = """
            using HotWeave;
            [Swappable(Overrides = true)] public class Log : System.IO.MemoryStream { public string Own() { return ToString() + GetType().Name; } }
            [Swappable(Overrides = true)] public class Child : Log { public sealed override string ToString() => "child"; }
            [Swappable(Overrides = true)] public static class Nothing { public static string Own() { return "own" + typeof(Log).Name; } }
            [Swappable(Overrides = true)] public interface INothing { string Own() { return "own" + GetType().Name; } }
            public class Unmarked { public string Own() { return ToString() + GetType().Name; } }
            """;
        using var directory = new TestDirectory();
        var plain = Compiler.CSharp(directory.Sub("1"), "Added" + configuration, Source, configuration);
        using var woven = Mono.Cecil.ModuleDefinition.ReadModule(Weaving.All(plain, directory.Sub("woven")));
        Assert.DoesNotContain(woven.AssemblyReferences, r => r.Name == "System.Private.CoreLib");
        string[] Added(string type) => [.. woven.GetType(type).Methods.Where(m => m.CustomAttributes.Any(a => a.AttributeType.Name == "OverrideStubAttribute")).Select(m => m.Name)];
        Assert.Superset(new HashSet<string> { "ToString", "Equals", "GetHashCode", "Dispose", "Write", "get_Length", "CopyToAsync" }, Added("Log").ToHashSet());
        Assert.DoesNotContain("Finalize", Added("Log"));
        Assert.All(new[] { "Child", "Nothing", "INothing", "Unmarked" }, type => Assert.Empty(Added(type)));
        Assert.Equal(Added("Log").Length, woven.GetType("Log").Methods.Count(m => m.IsVirtual));
    }
}
