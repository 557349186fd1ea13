using HotWeave.Patches.Format;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.CodeChanges;

/// <summary>Records that gain members: whom objects that exist equal, and where they are found.</summary>
[Collection("swaps")]
public class RecordMemberTests
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        public record Order(int Id, string Name)
        {
        #if V2
            public decimal Total { get; init; } = 3m;
            public string? Note { get; init; }
            public string Text { get; init; } = "";
        #endif
            public virtual string Show() { return $"{Id}{Name}"; }
        }
        public record Special(int Id, string Name, bool Fast) : Order(Id, Name)
        {
        #if V2
            public int Level { get; set; } = 2;
        #endif
            public override string Show() { return "special " + base.Show() + Fast; }
        }
        public record Pair<T>(T One)
        {
        #if V2
            public long Two { get; init; }
        #endif
        }
        public static class Records
        {
            private static readonly Dictionary<object, string> index = [];
            private static readonly List<object> made = [];
            public static void Prepare()
            {
                foreach (var one in Make())
                    index[one] = one.ToString()!.Length > 0 ? one.GetType().Name : "";
                made.AddRange(Make());
            }
            private static IEnumerable<object> Make() => [new Order(1, "a"), new Order(2, "b"), new Special(1, "a", true), new Pair<string>("x"), new Pair<int>(4)];
            public static void Run(TextWriter output)
            {
                foreach (var one in Make().Concat(made))
                    output.Write($"{index[one]} {one} {made.IndexOf(one)}|");
                output.Write(new Order(1, "a").Show() + new Special(1, "a", true).Show() + made.Distinct().Count() + Make().Concat(made).Distinct().Count());
        #if V2
                output.Write(new HashSet<Order> { new(1, "a"), new(1, "a") { Total = 4 }, new(1, "a") { Note = "n" }, new(1, "a") { Total = 3 } }.Count);
                output.Write(new Special(1, "a", true) { Level = 3 } == new Special(1, "a", true));
        #endif
            }
        }
        """;

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Objects_equal_and_are_found_as_before(Configuration configuration)
    {
        using var @case = new SwapCase("Records", configuration, source: Source);
        var (_, patch) = @case.MakePatch(@case.Plain2);
        Assert.Empty(PatchFile.Read(patch).Manifest.State.Edits);
        await @case.GoesLiveAndBack(patch);
    }

    [Theory]
    [InlineData("List<int> More = new();", "Order.Equals(Order) changed")]
    [InlineData("int More { get; init; } = Environment.TickCount;", "Order.Equals(Order) changed")]
    [InlineData("int More => Id; public virtual bool Equals(Order? other) => other?.Id == Id; public override int GetHashCode() => Id;", "Order.Equals(Order) changed")]
    [InlineData("DayOfWeek More { get; init; } = DayOfWeek.Friday;", null)]
    [InlineData("double? More { get; init; } = 2;", null)]
    public void Only_values_that_all_objects_share_leave_equality_as_it_was(string member, string? edit)
    {
        var source = $$"""
            using System;
            using System.Collections.Generic;
            public record Order(int Id)
            {
            #if V2
                public {{member}}
            #endif
                public string Show() { return $"{Id}"; }
            }
            """;
        using var @case = new SwapCase("Shared", Configuration.Release, source: source);
        var edits = PatchFile.Read(@case.MakePatch(@case.Plain2).Bytes).Manifest.State.Edits.Select(static e => e.Text);
        Assert.Equal(edit is null ? [] : [edit], edits.Where(static e => e.Contains("Equals", StringComparison.Ordinal)));
    }
}
