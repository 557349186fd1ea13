using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;
using Xunit;

namespace HotWeave.Tool.Tests;

/// <summary>Messages that a release has by the dozen are few lines for a person.</summary>
public sealed class FoldedMessagesTests
{
    [Fact]
    public void Members_of_one_type_are_one_message_in_the_place_of_the_first()
    {
        List<DiagnosticDocument> messages =
        [
            Message("HW3203", "N.A.One(Int32)"), Message("HW3202", "N.A.One(Int32)"), Message("HW3203", "N.B..ctor()"),
            .. Enumerable.Range(2, 8).Select(static i => Message("HW3203", $"N.A.M{i}(Int32,N.X)")),
        ];
        var folded = FoldedMessages.Fold(messages).ToList();
        Assert.Equal(["HW3203 N.A.One(Int32)", "HW3202 N.A.One(Int32)", "HW3203 N.B..ctor()"], folded.Select(static m => $"{m.Id} {m.Member}"));
        Assert.Equal(
            "about N.A.One(Int32). The same holds for 8 other members of N.A: M2(Int32,N.X), M3(Int32,N.X), M4(Int32,N.X), M5(Int32,N.X), M6(Int32,N.X) and 3 more.",
            folded[0].Message);
        Assert.Equal(messages[1..3], folded[1..]);
    }

    [Fact]
    public void Few_of_one_type_stay_apart_and_so_does_what_says_more_than_its_member()
    {
        List<DiagnosticDocument> messages =
        [
            .. Enumerable.Range(0, 3).Select(static i => Message("HW3203", $"N.A.M{i}()")),
            .. Enumerable.Range(0, 9).Select(static i => Message("HW3211", $"N.T{i}.M()")),
            .. Enumerable.Range(0, 9).Select(static i => Message("HW3285", $"N.A.M{i}()")),
        ];
        Assert.Equal(messages, FoldedMessages.Fold(messages));
    }

    private static DiagnosticDocument Message(string id, string member) => new(id, "remark", "warning", $"about {member}.", member, "a.cs", 1, 1);
}
