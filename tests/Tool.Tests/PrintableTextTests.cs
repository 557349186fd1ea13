using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Tests;

/// <summary>Names in files and messages of processes are anybody's, and a terminal obeys what is printed.</summary>
public sealed class PrintableTextTests
{
    private const string Hostile = "a\u001b[2J\u009b\0b";
    private const string Shown = "a\uFFFD[2J\uFFFD\uFFFDb";

    [Fact]
    public void No_command_reaches_a_terminal_by_a_name()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var report = new TextReport(output, error, isTerminal: false);
        report.Line(Hostile);
        report.Lines([Hostile]);
        report.Items([Hostile]);
        report.Section(Hostile, [Hostile]);
        report.Table(["NAME"], [[Hostile]]);
        report.Diagnostic(new DiagnosticDocument("HW1007", "use", "error", Hostile, null, null, null, null));

        var all = output.ToString() + error;
        Assert.Equal(7, all.Split(Shown).Length - 1);
        Assert.DoesNotContain(all, static c => char.IsControl(c) && c is not ('\n' or '\r'));
    }

    [Fact]
    public void What_is_laid_out_stays_so() => Assert.Equal("a\tb\r\nc\n", PrintableText.Clean("a\tb\r\nc\n"));
}
