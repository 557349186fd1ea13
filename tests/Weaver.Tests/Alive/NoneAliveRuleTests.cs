using HotWeave.Patches.Format;
using HotWeave.Weaver.Tests.Harness;
using Xunit;
using static HotWeave.Weaver.Tests.Harness.EditCase;

namespace HotWeave.Weaver.Tests.Alive;

/// <summary>Which fields that only constructors fill may go live where no object of their class is alive.</summary>
public class NoneAliveRuleTests
{
    private const string Old = "public class T { public T(int n) { System.GC.KeepAlive(n); } public int F() { LONG } } class C { int M(T[] all) { LONG } }";
    private const string New = "public class T { internal int o; public T(int n) { o = n; } public int F() { LONG } } class C { int M(T[] all) { LONG + all[0].o } }";

    [Fact]
    public void HW3366_the_condition_is_a_remark_and_in_the_patch()
    {
        using var directory = new TestDirectory();
        var (result, written) = Make(Old, New, ifNoneAlive: true);
        Assert.True(written, string.Join("\n", result.Diagnostics));
        var remark = Assert.Single(result.Diagnostics, static d => d.Id == "HW3366");
        Assert.Equal("T", remark.Member);
        Assert.Contains("no object of T, nor of what derives from it, is alive, since only a constructor knows o.", remark.Message, StringComparison.Ordinal);
        Assert.Equal(["only constructors give T its new fields (o: System.Int32)"], result.State);
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3022");
        Assert.Equal(PatchVerdict.LiveWithRemarks, result.Verdict);
    }

    [Fact]
    public void Without_the_option_the_field_is_refused_and_the_option_named()
    {
        var (result, written) = Make(Old, New);
        Assert.False(written);
        Assert.Contains(
            "(4) make the patch and apply it with --if-none-alive, at a time when no object of T is alive",
            Assert.Single(result.Diagnostics, static d => d.Id == "HW3022").Message,
            StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Refused => new()
    {
        // Code that runs goes on making objects by it, and nothing gives these the field.
        { Old, New.Replace("T(int n)", "T(int n, int more)", StringComparison.Ordinal), "code that runs may still call the deployed T..ctor(Int32)" },
        {
            Old.Replace("public T(", "[HotWeave.NotSwappable] public T(", StringComparison.Ordinal) + Mark,
            New.Replace("public T(", "[HotWeave.NotSwappable] public T(", StringComparison.Ordinal) + Mark,
            "the deployed T..ctor(Int32) has no stub"
        },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_a_look_would_not_prove_is_refused(string before, string after, string reason)
    {
        var (result, written) = Make(before, after, ifNoneAlive: true);
        Assert.False(written);
        var message = Assert.Single(result.Diagnostics, static d => d.Id == "HW3022").Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.DoesNotContain("--if-none-alive", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_needs_no_condition_has_none()
    {
        var (result, written) = Make(Old.Replace("T[] all", "T t", StringComparison.Ordinal), New.Replace("T[] all", "T t", StringComparison.Ordinal).Replace("all[0]", "t", StringComparison.Ordinal), ifNoneAlive: true);
        Assert.True(written);
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3366");
    }

    [Fact]
    public void Manifests_without_conditions_are_as_they_were()
    {
        var state = PatchState.None;
        var manifest = new PatchManifest("a", "b", [new PatchBaseline("A", "id")], [], [], [], []) { State = state };
        var plain = PatchManifestCodec.Encode(manifest);
        Assert.Empty(PatchManifestCodec.Decode(plain).State.Unmade);

        var condition = new UnmadeType(0, "N.T", "o: System.Int32");
        var bytes = PatchManifestCodec.Encode(manifest with { State = state with { Unmade = [condition] } });
        Assert.Equal(plain, bytes[..plain.Length]);
        Assert.Equal([condition], PatchManifestCodec.Decode(bytes).State.Unmade);
        Assert.Throws<FormatException>(() => PatchManifestCodec.Decode([.. plain, 0, 0, 0, 0]));
        Assert.Throws<FormatException>(() => PatchManifestCodec.Decode(PatchManifestCodec.Encode(manifest with { State = state with { Unmade = [condition with { Baseline = 1 }] } })));
    }

    private const string Mark = "namespace HotWeave { class NotSwappableAttribute : System.Attribute { } }";
}
