using HotWeave.Tool.Developing;
using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;

namespace HotWeave.Tool.Tests.Developing;

/// <summary>What became of a save is read in one line.</summary>
public sealed class ChangeLineTests
{
    private static readonly SourceLocation s_place = new("/src/Orders.cs", 41, 5);
    private static readonly Edit s_edit = new(EditKind.Changed, "Shop.Orders", "Shop.Orders.Place(System.Int32)", s_place);

    private static readonly DiagnosticDescriptor s_remark = new("HW3203", DiagnosticKind.Remark, DiagnosticSeverity.Warning, "{0} is new. Reflection does not show it.");
    private static readonly DiagnosticDescriptor s_refusal = new("HW3005", DiagnosticKind.Edit, DiagnosticSeverity.Error, "{0} changed its base. Restart.");

    [Fact]
    public void What_is_live_says_what_and_where() => Assert.Equal(
        "live: Orders.Place changed (Orders.cs:41), 1.2 s (build 0.9 s)",
        Write(new LiveChange(ChangeOutcome.Live, PatchVerdict.Live, [s_edit], [])));

    [Fact]
    public void Of_many_edits_the_first_are_named() => Assert.Equal(
        "live: Orders.Place changed, Orders.Total added and 2 edits more (Orders.cs:41), 1.2 s (build 0.9 s)",
        Write(new LiveChange(ChangeOutcome.Live, PatchVerdict.Live, [s_edit, Added("Total"), Added("Tax"), Added("Sum")], [])));

    [Fact]
    public void A_remark_is_named_with_its_code() => Assert.Equal(
        "live with remarks: Orders.Place changed (Orders.cs:41), 1.2 s (build 0.9 s); HW3203 Total is new (Orders.cs:41), w says why",
        Write(new LiveChange(ChangeOutcome.Live, PatchVerdict.LiveWithRemarks, [s_edit], [s_remark.At("Total", s_place, "Total")])));

    [Fact]
    public void What_needs_a_restart_offers_it() => Assert.Equal(
        "restart needed: Orders.Place changed (Orders.cs:41); HW3005 Orders changed its base (Orders.cs:41) and 1 message more, w says why; r restarts",
        Write(new LiveChange(ChangeOutcome.Restart, PatchVerdict.Restart, [s_edit], [s_refusal.At("Orders", s_place, "Orders"), s_refusal.With("Lines")])));

    [Fact]
    public void A_comment_has_no_effect() => Assert.Equal(
        "no effect: the running program would do nothing otherwise", Write(new LiveChange(ChangeOutcome.Nothing, PatchVerdict.NothingToDo, [], [])));

    private static Edit Added(string name) => new(EditKind.Added, "Shop.Orders", $"Shop.Orders.{name}()", s_place);

    private static string Write(LiveChange change) => ChangeLine.Write(
        change, TimeSpan.FromSeconds(1.23), TimeSpan.FromSeconds(0.9), static p => $"{Path.GetFileName(p.File)}:{p.Line}");
}
