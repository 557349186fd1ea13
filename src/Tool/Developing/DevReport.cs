using HotWeave.Tool.Output;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Developing;

/// <summary>Writes the session's lines among those of the programs, from any thread.</summary>
/// <param name="output">Where to.</param>
/// <param name="isTerminal">Whether a terminal shows it, which makes places of sources links.</param>
internal sealed class DevReport(TextWriter output, bool isTerminal)
{
    private const string Mark = "hotweave  ";

    // Protects the output, and whether its last line has ended.
    private readonly object _gate = new();
    private bool _isInLine;

    /// <summary>One line of the session.</summary>
    public void Say(string line) => Write(Mark + line + "\n", isOwn: true);

    /// <summary>One line about a program.</summary>
    /// <param name="program">Its name; null where there is only one.</param>
    /// <param name="line">The line.</param>
    public void Say(string? program, string line) => Say(program is null ? line : $"{program}: {line}");

    /// <summary>Several lines below one.</summary>
    public void List(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Say("  " + PrintableText.Clean(line));
    }

    /// <summary>What a program wrote, as it came.</summary>
    public void Forward(string text) => Write(text, isOwn: false);

    /// <summary>A place in a source file: relative to the current folder, on a terminal as a link.</summary>
    public string Place(SourceLocation place)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, place.File);
        var text = PrintableText.Clean($"{(relative.StartsWith("..", StringComparison.Ordinal) ? place.File : relative)}:{place.Line}");
        return isTerminal && Uri.TryCreate(place.File, UriKind.Absolute, out var link) ? $"\e]8;;{link.AbsoluteUri}\e\\{text}\e]8;;\e\\" : text;
    }

    private void Write(string text, bool isOwn)
    {
        lock (_gate)
        {
            // A program may have stopped in the middle of a line.
            if (isOwn && _isInLine)
                output.Write('\n');
            output.Write(text);
            output.Flush();
            _isInLine = !text.EndsWith('\n');
        }
    }
}
