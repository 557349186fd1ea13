using System.Reflection;
using HotWeave.Weaver.Normalising.Opening;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>The overrides of methods from outside that types are woven for where nobody says anything.</summary>
[Collection("swaps")]
public class CommonOverrideTests
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.Collections.ObjectModel;
        using System.IO;
        using HotWeave;
        public class Customer
        {
            public string Name = "a";
            public string Own() { return Name + ToString()!.Length; }
        #if V2
            public override string ToString() => "customer " + Name;
        #endif
        }
        public class Log : MemoryStream
        {
            public int Closed;
            public string Own() { return Closed + "log" + CanRead; }
        #if V2
            protected override void Dispose(bool disposing) { Closed++; base.Dispose(disposing); }
        #endif
        }
        public class Bag<T> : Collection<T>
        {
            public string Own() { return Count + typeof(T).Name; }
        #if V2
            protected override void InsertItem(int index, T item) { base.InsertItem(index, item); base.InsertItem(index, item); }
        #endif
        }
        public class Refused : Exception
        {
            public string Own() { return "own" + Message; }
        #if V2
            public override string Message => "refused";
        #endif
        }
        public struct Point(int x)
        {
            public string Own() { return "own" + x + GetType().Name; }
        #if V2
            public override string ToString() => "point " + x;
        #endif
        }
        [Swappable(Overrides = false)] public class Closed { public string Own() { return "own" + GetType().Name; } }
        public static class Common
        {
            private static readonly Customer customer = new();
            private static readonly Log log = new();
            private static readonly Bag<int> bag = [];
            private static readonly Exception refused = new Refused();
            private static readonly object point = new Point(3);
            public static void Run(TextWriter output)
            {
                bag.Clear();
                bag.Add(1);
                log.Closed = 0;
                ((IDisposable)log).Dispose();
                output.Write($"{customer}|{log.Closed}|{bag.Own()}|{refused.Message.Length > 10}|{point}|{new Point(4)}|{new Closed().Own()}");
            }
        }
        """;

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task They_go_live_and_back_on_objects_that_exist(Configuration configuration)
    {
        using var directory = new TestDirectory();
        var plain = Compiler.CSharp(directory.Sub("1"), "Common" + configuration, Source, configuration);
        var @new = Compiler.CSharp(directory.Sub("2"), "Common" + configuration, "#define V2\n" + Source, configuration);
        var patch = directory.File("p.hotpatch");
        var woven = Weave(plain, directory.Sub("woven").File(Path.GetFileName(plain)));
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = @new, OutputPath = patch });
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));

        var live = Loaded.From(woven);
        var expected = Loaded.From(plain).Run("Common");
        Assert.Equal(expected, live.Run("Common"));
        var before = HotSwap.GetStatus().Current;
        await HotSwap.ApplyAsync(patch, new SwapOptions { LoadContext = live.Context });
        Assert.Equal(Loaded.From(@new).Run("Common"), live.Run("Common"));
        await HotSwap.RollbackAsync(before);
        Assert.Equal(expected, live.Run("Common"));
    }

    [Fact]
    public void Nothing_that_frameworks_ask_for_is_overridden()
    {
        using var directory = new TestDirectory();
        var plain = Compiler.CSharp(directory.Sub("1"), "CommonShown", Source, Configuration.Release);
        var live = Loaded.From(Weave(plain, directory.Sub("woven").File(Path.GetFileName(plain))));
        Assert.Equal(["ToString"], Added("Customer"));
        Assert.Equal(["Dispose", "ToString"], Added("Log"));
        Assert.Superset(new HashSet<string> { "ClearItems", "InsertItem", "RemoveItem", "SetItem", "ToString" }, Added("Bag`1").ToHashSet());
        Assert.DoesNotContain("Equals", Added("Bag`1").Concat(Added("Refused")));
        Assert.DoesNotContain("GetHashCode", Added("Bag`1").Concat(Added("Refused")));
        Assert.Equal(["ToString"], Added("Point"));
        Assert.Empty(Added("Closed"));

        string[] Added(string type) => [.. live.Assembly.GetType(type)!
            .GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(static m => m.IsVirtual && m.Name != "Own").Select(static m => m.Name).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void A_base_with_many_such_methods_leaves_all_but_two()
    {
        using var module = Mono.Cecil.ModuleDefinition.ReadModule(typeof(object).Assembly.Location);
        var found = module.GetType("System.Type").Methods.Where(static m => m.IsVirtual && !m.IsFinal).Select(static m => (m, (Mono.Cecil.TypeReference)m.DeclaringType)).ToList();
        Assert.True(found.Count > 32);
        Assert.Equal(["ToString"], CommonOverridables.Choose(found).Select(static c => c.Method.Name));
    }

    private static string Weave(string plain, string woven)
    {
        var selection = new WeaveSelection { All = true, CommonOverrides = true };
        Assert.Equal(WeaveOutcome.Woven, AssemblyWeaver.Weave(new WeaveRequest { InputPath = plain, OutputPath = woven, Selection = selection }).Outcome);
        return woven;
    }
}
