using System.Net.Sockets;

namespace HotWeave.Staging.Walking;

/// <summary>Does what a page says, in a folder of its own, and stops where something else happens than it says.</summary>
public sealed class PageWalk : IAsyncDisposable
{
    // So long that only what hangs takes it: machines are slow, and shared.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly MarkdownPage _page;
    private readonly IReadOnlyList<PageStep> _steps;
    private readonly string _folder;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly PagePorts _ports;
    private readonly Terminal _terminal;
    private readonly List<(PageStep.Started Step, SideTerminal Terminal)> _beside = [];

    private string _command = "";
    private string _output = "";
    private int _seenBeside;

    private PageWalk(MarkdownPage page, string folder, IReadOnlyDictionary<string, string> environment)
    {
        _page = page;
        _steps = PageSteps.Read(page);
        _folder = folder;
        _environment = environment;
        _ports = new PagePorts(_steps);
        _terminal = new Terminal(folder, environment);
    }

    /// <summary>Walks a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="folder">Where its reader is, and all that is made comes to lie.</param>
    /// <param name="environment">What commands find set, beside what this process does.</param>
    /// <exception cref="StagingException">Something else happened than the page says; the message has the page's line, the command and what was printed.</exception>
    public static async Task RunAsync(MarkdownPage page, string folder, IReadOnlyDictionary<string, string> environment)
    {
        var walk = new PageWalk(page, folder, environment);
        await using (walk.ConfigureAwait(false))
        {
            foreach (PageStep step in walk._steps)
                await walk.TakeAsync(step).ConfigureAwait(false);
        }
    }

    /// <summary>Ends all that was started.</summary>
    public async ValueTask DisposeAsync()
    {
        await _terminal.DisposeAsync().ConfigureAwait(false);
        foreach ((_, SideTerminal terminal) in _beside)
            await terminal.DisposeAsync().ConfigureAwait(false);
    }

    private Task TakeAsync(PageStep step) => step switch
    {
        PageStep.Typed typed => TypeAsync(typed),
        PageStep.Started started => StartAsync(started),
        PageStep.Written written => WriteAsync(written),
        PageStep.Changed changed => ChangeAsync(changed),
        PageStep.Seen seen => SeeAsync(seen),
        PageStep.SeenBeside seen => SeeBesideAsync(seen),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private async Task TypeAsync(PageStep.Typed step)
    {
        _output = "";
        foreach ((int line, string text) in step.Commands)
        {
            _command = _ports.Fill(text);
            (int? exitCode, string output) = await _terminal.TypeAsync(_command, s_patience).ConfigureAwait(false);
            _output += output;
            bool isMeantToFail = step.Fails && (line, text) == step.Commands[^1];
            Unless(exitCode is { } code && code == 0 != isMeantToFail, line, exitCode is { } ended ? $"ended with exit code {ended}" : "did not come to its end");
        }

        _seenBeside = _beside.Count == 0 ? 0 : _beside[^1].Terminal.CountLines();
    }

    private async Task StartAsync(PageStep.Started step)
    {
        _command = _ports.Fill(step.Script);
        _output = "";
        _seenBeside = 0;
        var terminal = new SideTerminal(_folder, _environment, _command);
        _beside.Add((step, terminal));
        foreach (int port in PagePorts.FindListened(_command))
            Unless(await ListensAsync(port, terminal).ConfigureAwait(false), step.Line, "does not listen where it was told to");
    }

    private Task WriteAsync(PageStep.Written step) => File.WriteAllTextAsync(Path.Combine(_folder, step.File), step.Content);

    private async Task ChangeAsync(PageStep.Changed step)
    {
        string path = Path.Combine(_folder, step.File);
        string text = (await File.ReadAllTextAsync(path).ConfigureAwait(false)).ReplaceLineEndings("\n");
        int count = step.Old.Length == 0 ? 0 : text.Split(step.Old).Length - 1;
        StagingException.Unless(count == 1, $"{_page.Name}({step.Line}): what is to be changed is {count} times in {step.File}, which is:\n{text}");
        await File.WriteAllTextAsync(path, text.Replace(step.Old, step.New, StringComparison.Ordinal)).ConfigureAwait(false);
    }

    private Task SeeAsync(PageStep.Seen step)
    {
        string[] lines = [.. step.Lines.Select(_ports.Fill)];
        Unless(ExpectedLines.End(_output, lines), step.Line, $"did not print at its end:\n{string.Join('\n', lines)}\nbut");
        return Task.CompletedTask;
    }

    private async Task SeeBesideAsync(PageStep.SeenBeside step)
    {
        SideTerminal terminal = _beside[^1].Terminal;
        bool isSeen = await terminal.SeeAsync(step.Lines, _seenBeside, s_patience).ConfigureAwait(false);
        Unless(isSeen, step.Line, $"had no effect in the terminal beside it, where this was to be seen:\n{string.Join('\n', step.Lines)}\nIt printed");
    }

    private static async Task<bool> ListensAsync(int port, SideTerminal terminal)
    {
        using var deadline = new CancellationTokenSource(s_patience);
        while (!terminal.HasEnded && !deadline.IsCancellationRequested)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync("localhost", port, deadline.Token).ConfigureAwait(false);
                return true;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // Not yet; between two attempts the process has the machine.
                await Task.Delay(20, CancellationToken.None).ConfigureAwait(false);
            }
        }

        return false;
    }

    private void Unless(bool isAsSaid, int line, string fault)
    {
        if (isAsSaid)
            return;
        IEnumerable<string> beside = _beside.Select(b => $"\nin the terminal of line {b.Step.Line}:\n{b.Terminal.ShowLast(40)}");
        throw new StagingException($"{_page.Name}({line}): $ {_command}\n{fault}:\n{_output}{string.Concat(beside)}");
    }
}
