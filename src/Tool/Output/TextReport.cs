using HotWeave.Tool.Diagnostics;
using Spectre.Console;

namespace HotWeave.Tool.Output;

/// <summary>Shows things to a person: results on the standard output, messages on the standard error.</summary>
internal sealed class TextReport
{
    // Redirected output has no width: lines must not be broken for whoever greps them.
    private const int Unlimited = 10_000;

    private static readonly TimeSpan s_progressPeriod = TimeSpan.FromMilliseconds(500);

    private readonly TextWriter _error;
    private readonly IAnsiConsole _console;

    public TextReport(TextWriter output, TextWriter error, bool isTerminal)
        : this(Create(output, isTerminal), error)
    {
        if (!isTerminal)
            _console.Profile.Width = Unlimited;
    }

    public TextReport(IAnsiConsole console, TextWriter error)
    {
        _console = console;
        _error = error;
    }

    /// <summary>Whether somebody looks at it while it is written.</summary>
    public bool IsInteractive => _console.Profile.Capabilities.Interactive;

    private static IAnsiConsole Create(TextWriter output, bool isTerminal) => AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });

    /// <summary>One line.</summary>
    public void Line(string text) => _console.WriteLine(PrintableText.Clean(text));

    /// <summary>Several lines.</summary>
    public void Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Line(line);
    }

    /// <summary>Lines below the last one.</summary>
    public void Items(IEnumerable<string> items)
    {
        foreach (var item in items)
            Line("  " + item);
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
            table.AddRow([.. row.Select(cell => new Text(PrintableText.Clean(cell)))]);
        _console.Write(table);
    }

    /// <summary>A message.</summary>
    public void Diagnostic(DiagnosticDocument diagnostic) => _error.WriteLine(PrintableText.Clean(diagnostic.ToString()));

    /// <summary>Runs something that takes a while; on a terminal a spinner says what.</summary>
    public T Wait<T>(string what, Func<T> run) =>
        Wait(what, run, static () => null);

    /// <summary>The same; beside the spinner stands what it waits for, asked about twice a second on another thread.</summary>
    public T Wait<T>(string what, Func<T> run, Func<string?> progress) => !IsInteractive ? run() : _console.Status().Start(Markup.Escape(what) + " …", context =>
    {
        using var done = new ManualResetEventSlim();
        var asking = new Thread(() =>
        {
            while (!done.Wait(s_progressPeriod))
                context.Status(Markup.Escape(what) + " … " + Markup.Escape(progress() ?? ""));
        })
        { IsBackground = true };
        asking.Start();
        try
        {
            return run();
        }
        finally
        {
            done.Set();
            asking.Join();
        }
    });

    /// <summary>
    /// Shows documents in one place, each over the one before. Where the terminal is too short, the end is left out: what is current stands
    /// at the top.
    /// </summary>
    public T Live<T>(Func<Action<Document>, T> run) => _console.Live(new Text("")).Cropping(VerticalOverflowCropping.Bottom).Start(context => run(document => context.UpdateTarget(new Text(Text(document)))));

    private string Text(Document document)
    {
        var text = new StringWriter();
        var report = new TextReport(text, _error, isTerminal: false);
        report._console.Profile.Width = _console.Profile.Width;
        document.Print(report);
        return text.ToString().TrimEnd();
    }
}
