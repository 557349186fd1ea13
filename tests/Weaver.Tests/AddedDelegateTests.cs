using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Delegates of methods and lambdas that a patch added to deployed types run the bodies of later patches, and equal the delegates that those make.</summary>
[Collection("swaps")]
public class AddedDelegateTests
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading.Tasks;
        public static class Program
        {
            public static readonly List<(string Name, Func<string> Call)> Kept = [];
            public static event Func<string>? Rung;
            public static string Ring() => Rung is null ? "-" : string.Join("+", Rung.GetInvocationList().Select(d => ((Func<string>)d)()));
            public static void Keep(string name, Func<string> call) => Kept.Add((name, call));
            public static void Run(TextWriter output)
            {
                foreach (var (name, call) in Kept)
                    output.Write(name + "=" + call() + " ");
                output.Write(Ring());
            }
            public static bool Knows(Func<string> call) => Kept.Any(k => k.Call == call);
        }
        public class Bell
        {
            public int Count = 1;
            public static Bell Only = new Bell();
            public static Box<string> Boxed = new Box<string>("b");
        #if V1
            public void Attach() => Program.Keep("deployed", () => "deployed1");
            public string Detach() => "nothing";
        #else
        #if V2
            private const string V = "2";
        #elif V3
            private const string V = "3";
        #else
            private const string V = "4";
        #endif
            public void Attach()
            {
                Program.Keep("deployed", () => "deployed" + V);
        #if V3
                Func<int, string> inserted = n => "inserted" + n;
                if (Count < 0) inserted(Count).ToString();
        #endif
                Program.Keep("shared", Shared);
                Program.Keep("told", Told);
                Program.Keep("generic", Generic<int>);
                Program.Keep("lambda", () => "lambda" + V + ":" + Shared());
                Program.Keep("self", () => "self" + V + Count);
                var local = Count;
                Program.Keep("closure", () => "closure" + V + local++ + string.Join(",", new[] { 1, 2 }.Select(n => n + local)));
                string Inner() => "inner" + V + local;
                Program.Keep("inner", Inner);
                Program.Keep("async", () => Late(local).Result);
                Program.Keep("virtual", Make().Speak);
                Program.Keep("box", Boxed.Added);
                Program.Keep("boxlambda", Boxed.Lambda());
                Program.Keep("struct", new Coin { Sides = Count }.Toss);
                Program.Rung += Told;
                Program.Rung += Shared;
        #if !V4
                Program.Keep("gone", () => "gone" + V);
        #endif
            }
            public string Detach()
            {
                Program.Rung -= Told;
                var result = "" + Program.Knows(Told) + Program.Knows(Shared) + Program.Knows(Generic<int>) + Program.Knows(Generic<long>) + Program.Knows(Boxed.Added) + Program.Ring();
                Program.Rung -= Shared;
                return result + Program.Ring() + Told() + V;
            }
            private static string Shared() => "shared" + V;
            public string Told() { return "told" + V + Count++; }
            private string Generic<T>() => typeof(T).Name + V + Count;
            private async Task<string> Late(int n) { await Task.Yield(); return ((Func<string>)(() => "late" + V + n))(); }
            private Animal Make() => new Dog();
        #endif
        }
        public class Animal
        {
        #if V2 || V3 || V4
            public virtual string Speak() => "?";
        #endif
        }
        public class Dog : Animal
        {
        #if V2
            public override string Speak() { return "wuff2"; }
        #elif V3 || V4
            public override string Speak() { return "wau34" + base.Speak(); }
        #endif
        }
        public struct Coin
        {
            public int Sides;
            public string Side() => "side " + Sides + " of " + typeof(Coin).Name;
        #if V2 || V3
            public string Toss() => "tossed23:" + ++Sides;
        #elif V4
            public string Toss() { Sides += 100; return "tossed4:" + Sides; }
        #endif
        }
        public class Box<T>(T value)
        {
            public T Value = value;
            public string Show() { return typeof(T).Name + Value; }
        #if V2
            public string Added() => "box2" + Show();
            public Func<string> Lambda() { var n = 7; return () => "boxed2" + Value + n + typeof(T).Name; }
        #elif V3
            public string Added() => "box3" + Show();
            public Func<string> Lambda() { var n = 8; return () => "boxed3" + Value + n + typeof(T).Name; }
        #elif V4
            public string Added() => "box4" + Show();
            public Func<string> Lambda() { var n = 9; return () => "boxed4" + n + typeof(T).Name; }
        #endif
        }
        public static class Attach { public static void Run(TextWriter output) => Bell.Only.Attach(); }
        public static class Detach { public static void Run(TextWriter output) => output.Write(Bell.Only.Detach()); }
        """;

    private static string Under2(int told, int count, string closure, int local, int sides) =>
        $"deployed=deployed2 shared=shared2 told=told2{told} generic=Int322{count} lambda=lambda2:shared2 self=self2{count} closure=closure2{closure} inner=inner2{local} async=late2{local} virtual=wuff2 box=box2Stringb boxlambda=boxed2b7String struct=tossed23:{sides} gone=gone2 told2{count}+shared2";
    private static string Under3(int told, int count, string closure, int local, int sides) =>
        $"deployed=deployed3 shared=shared3 told=told3{told} generic=Int323{count} lambda=lambda3:shared3 self=self3{count} closure=closure3{closure} inner=inner3{local} async=late3{local} virtual=wau34? box=box3Stringb boxlambda=boxed3b7String struct=tossed23:{sides} gone=gone3 told3{count}+shared3";
    private static string Under4(int told, int count, string closure, int local, int sides) =>
        $"deployed=deployed4 shared=shared4 told=told4{told} generic=Int324{count} lambda=lambda4:shared4 self=self4{count} closure=closure4{closure} inner=inner4{local} async=late4{local} virtual=wau34? box=box4Stringb boxlambda=boxed2b7String struct=tossed4:{sides} gone=gone2 told4{count}+shared4";

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Delegates_of_added_members_run_the_bodies_of_later_patches(Configuration configuration)
    {
        using var chain = new PatchChain("Bells" + configuration, Source, configuration, 4);
        var live = Loaded.From(chain.Woven);
        var baseline = HotSwap.GetStatus().Current;
        var v2 = await live.Apply(chain.Patches[0]);
        live.Run("Attach");
        Assert.Equal(Under2(1, 2, "13,4", 2, 2), live.Run("Program"));
        await live.Apply(chain.Patches[1]);
        Assert.Equal(Under3(3, 4, "24,5", 3, 3), live.Run("Program"));
        await live.Apply(chain.Patches[2]);
        Assert.Equal(Under4(5, 6, "35,6", 4, 103), live.Run("Program"));
        await HotSwap.RollbackAsync(v2);
        Assert.Equal(Under2(7, 8, "46,7", 5, 104), live.Run("Program"));
        await live.Apply(chain.Patches[2]);
        Assert.Equal(Under4(9, 10, "57,8", 6, 204), live.Run("Program"));
        Assert.Equal("TrueTrueTrueFalseTrueshared4-told4114", live.Run("Detach"));
        // Without a version that knows them they run the bodies that they were made of.
        await HotSwap.RollbackAsync(baseline);
        Assert.Equal(Under2(12, 13, "68,9", 7, 205).Replace("told213+shared2", "-").Replace("deployed=deployed2", "deployed=deployed1"), live.Run("Program"));
    }

    [Theory]
    [InlineData("VisualBasic")]
    [InlineData("FSharp")]
    public async Task Closures_of_other_compilers_move_on_too(string language)
    {
        const string visualBasic = """
            Imports System
            Imports System.IO
            Public Module Keeper
                Public Kept As Func(Of Integer, String)
                Public Other As Func(Of Integer, String)
                Public Sub Run(output As TextWriter)
                    If Kept IsNot Nothing Then output.Write(Kept(1) & Other(2))
                    output.Write(";")
                End Sub
            End Module
            Public Class Maker
                Private name As String = "n"
                Public Sub Make(captured As String)
                    Dim text = captured & name.Length.ToString() & Environment.NewLine.Length.ToString()
            +       Keeper.Kept = Function(n) "VERSION" & captured & n.ToString() & text
            +       Keeper.Other = AddressOf Added
                End Sub
            +   Private Function Added(n As Integer) As String
            +       Return "VERSION" & name & n.ToString()
            +   End Function
            End Class
            Public Module Start
                Public Sub Run(output As TextWriter)
                    Dim maker As New Maker()
                    maker.Make("c")
                    output.Write("VERSION made")
                End Sub
            End Module
            """;
        const string fsharp = """
            namespace Closures
            open System
            open System.IO
            type Box() =
                static let mutable kept : (int -> string) = fun _ -> ""
                static member Kept with get () = kept and set (v: int -> string) = kept <- v
            type Maker(name: string) =
                member this.Make(captured: string) =
                    let text = captured + string name.Length + string Environment.NewLine.Length
            +       Box.Kept <- (fun n -> "VERSION" + captured + string n + text + name)
                    text.Length
            type Keeper =
                static member Run(output: TextWriter) = output.Write(Box.Kept 1 + ";")
            type Start =
                static member Run(output: TextWriter) =
                    Maker("n").Make("c") |> ignore
                    output.Write("VERSION made")
            """;
        var (source, prefix) = language == "FSharp" ? (fsharp, "Closures.") : (visualBasic, "");
        using var chain = new PatchChain(Compile, 3);
        var live = Loaded.From(chain.Woven);
        var baseline = HotSwap.GetStatus().Current;
        await live.Apply(chain.Patches[0]);
        Assert.Equal("v2 made", live.Run(prefix + "Start"));
        var under2 = live.Run(prefix + "Keeper");
        Assert.Contains("v2", under2, StringComparison.Ordinal);
        await live.Apply(chain.Patches[1]);
        Assert.Equal(under2.Replace("v2", "v3", StringComparison.Ordinal), live.Run(prefix + "Keeper"));
        await live.Apply(chain.Patches[0]);
        Assert.Equal(under2, live.Run(prefix + "Keeper"));
        await HotSwap.RollbackAsync(baseline);

        string Compile(TestDirectory directory, int version)
        {
            var lines = source.Split('\n').Where(l => version > 1 || !l.StartsWith('+')).Select(static l => l.StartsWith('+') ? " " + l[1..] : l);
            var text = string.Join("\n", lines).Replace("VERSION", "v" + version, StringComparison.Ordinal);
            return language == "FSharp" ? SdkCompiler.FSharp(directory, "ClosuresFSharp", text, Configuration.Release) : Compiler.VisualBasic(directory, "ClosuresVisualBasic", text, Configuration.Release);
        }
    }

    [Fact]
    public async Task Without_the_earlier_patch_delegates_of_added_members_keep_their_body()
    {
        const string source = """
            using System;
            using System.IO;
            public static class Kept { public static Func<string>? Call; public static void Run(TextWriter output) => output.Write(Call?.Invoke()); }
            public static class Maker
            {
            #if V1
                public static void Run(TextWriter output) { output.Write("one"); output.Write("."); output.Flush(); }
            #elif V2
                public static void Run(TextWriter output) { Kept.Call = Added; }
                private static string Added() => "two";
            #else
                public static void Run(TextWriter output) { output.Write(Kept.Call == Added); }
                private static string Added() => "three";
            #endif
            }
            """;
        using var chain = new PatchChain("Apart", source, Configuration.Release, 3);
        using var apart = new PatchChain("Apart", source, Configuration.Release, 3, knowsEarlier: false);
        Assert.Equal(File.ReadAllBytes(chain.Woven), File.ReadAllBytes(apart.Woven));
        var live = Loaded.From(chain.Woven);
        var baseline = HotSwap.GetStatus().Current;
        await live.Apply(chain.Patches[0]);
        live.Run("Maker");
        await live.Apply(apart.Patches[1]);
        Assert.Equal("False", live.Run("Maker"));
        Assert.Equal("two", live.Run("Kept"));
        await live.Apply(chain.Patches[1]);
        Assert.Equal("True", live.Run("Maker"));
        Assert.Equal("three", live.Run("Kept"));
        var status = HotSwap.GetStatus();
        Assert.Equal(["Maker"], status.Versions.Single(v => v.Number == status.Current).Types);
        await HotSwap.RollbackAsync(baseline);
    }

    [Fact]
    public void The_same_inputs_give_the_same_bytes_and_lost_lambdas_are_told()
    {
        using var one = new PatchChain("Same", Source, Configuration.Release, 4);
        using var other = new PatchChain("Same", Source, Configuration.Release, 4);
        Assert.Equal(one.Patches, other.Patches);
        Assert.DoesNotContain(one.Results[1].Diagnostics, d => d.Id == "HW3205");
        Assert.Contains(one.Results[2].Diagnostics, d => d.Id == "HW3205" && d.Message.Contains("Bell.Attach()", StringComparison.Ordinal));
    }
}
