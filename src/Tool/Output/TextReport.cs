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

    /// <summary>How wide lines may be; null where nobody looks at them while they are written.</summary>
    public int? Width => _console.Profile.Width < Unlimited ? _console.Profile.Width : null;

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
    public void Line(string text)
    {
        foreach (var line in PrintableText.Clean(text).ReplaceLineEndings("\n").Split('\n').SelectMany(l => Wrap(l, Width)))
            _console.Write(new Text(line + "\n"));
    }

    // At spaces where there are any, with what stands before the first word again before the rest.
    private static IEnumerable<string> Wrap(string line, int? width)
    {
        var indent = new string(' ', line.Length - line.TrimStart(' ').Length);
        while (width is { } room && line.Length > room && room > indent.Length)
        {
            var at = line.LastIndexOf(' ', room);
            if (at <= indent.Length)
                break;
            yield return line[..at].TrimEnd();
            line = indent + line[(at + 1)..];
        }

        yield return line;
    }

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

    /// <summary>A title, how many there are, and the first of them below it; nothing where there are none. Programs get all.</summary>
    public void Listed(string title, IReadOnlyList<string> items)
    {
        const int Most = 10;
        if (items.Count == 0)
            return;
        Line($"{title} ({items.Count}):");
        Items(items.Take(Most));
        if (items.Count > Most)
            Line($"  and {items.Count - Most} more; --format json has all");
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
        foreach (var line in TableLayout.Write(columns, rows.Select(static r => (IReadOnlyList<string>)[.. r.Select(static c => PrintableText.Clean(c).ReplaceLineEndings(" "))]), Width))
            _console.Write(new Text(line + "\n"));
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
