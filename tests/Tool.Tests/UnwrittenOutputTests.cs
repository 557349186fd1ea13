using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests;

/// <summary>What cannot be said is no answer, and no crash.</summary>
public sealed class UnwrittenOutputTests : IDisposable
{
    private readonly PublishedApp _app = new();

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public void HW7048_what_is_done_and_cannot_be_said_has_a_code_of_its_own(string format)
    {
        var error = new StringWriter();

        var code = Program.Run(["weave", _app.Folder, "--all", "--format", format], new FullWriter(), error);

        Assert.Equal(ExitCode.NotWritten, code);
        Assert.Contains("error HW7048: What came of the command (woven)", error.ToString(), StringComparison.Ordinal);
        Assert.True(Directory.Exists(_app.File(".hotweave")), "it is woven all the same");
    }

    [Theory]
    [InlineData("weave {app}", 1)]
    [InlineData("ps", 74)]
    [InlineData("--help", 74)]
    [InlineData("sing", 74)]
    public void Where_nothing_takes_a_word_the_exit_code_says_what_happened(string line, int expected) =>
        Assert.Equal(expected, Program.Run(line.Replace("{app}", _app.Folder).Split(' '), new FullWriter(), new FullWriter()));

    /// <summary>A full disk.</summary>
    private sealed class FullWriter : StringWriter
    {
        public override void Write(char value) => throw new IOException("No space left on device.");

        public override void Write(string? value) => throw new IOException("No space left on device.");

        public override void Write(char[] buffer, int index, int count) => throw new IOException("No space left on device.");

        public override void Write(ReadOnlySpan<char> buffer) => throw new IOException("No space left on device.");
    }
}
