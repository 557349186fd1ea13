using Spectre.Console;

namespace HotWeave.Tool.Output;

/// <summary>Shows things to a person: results on the standard output, messages on the standard error.</summary>
internal sealed class TextReport
{
    // Redirected output has no width: lines must not be broken for whoever greps them.
    private const int Unlimited = 10_000;

    private readonly TextWriter _error;
    private readonly IAnsiConsole _console;

    public TextReport(TextWriter output, TextWriter error, bool isTerminal)
    {
        _error = error;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
            _console.Profile.Width = Unlimited;
    }

    /// <summary>One line.</summary>
    public void Line(string text) => _console.WriteLine(text);

    /// <summary>Several lines.</summary>
    public void Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            _console.WriteLine(line);
    }

    /// <summary>Lines below the last one.</summary>
    public void Items(IEnumerable<string> items)
    {
        foreach (var item in items)
            _console.WriteLine("  " + item);
    }

    /// <summary>A title and lines below it; nothing where there are none.</summary>
    public void Section(string title, IReadOnlyList<string> items)
    {
        if (items.Count == 0)
            return;
        Line($"{title}:");
        Items(items);
    }

    /// <summary>A table; cells are plain text.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(Markup.Escape(column)) { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        foreach (var row in rows)
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        _console.Write(table);
    }

    /// <summary>A message.</summary>
    public void Diagnostic(DiagnosticDocument diagnostic) => _error.WriteLine(diagnostic.ToString());

    /// <summary>Runs something that takes a while; on a terminal a spinner says what.</summary>
    public T Wait<T>(string what, Func<T> run) =>
        _console.Profile.Capabilities.Interactive ? _console.Status().Start(Markup.Escape(what) + " …", _ => run()) : run();
}
