using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HotWeave.Tool.Dashboards;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave dashboard</c>: pages of all processes of the user's on this machine, in a browser.</summary>
internal sealed class DashboardCommand : CommandBase
{
    private readonly Option<int> _port = new("--port") { Description = "The port to listen on; any that is free without." };
    private readonly Option<bool> _readOnly = new("--read-only") { Description = "Show, and do nothing." };

    public DashboardCommand()
        : base("dashboard", "Shows your live processes in a browser, and steers them, until Ctrl+C.")
    {
        Options.Add(_port);
        Options.Add(_readOnly);
        _port.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var text }] && (!int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var port) || port is < 0 or > 65_535))
                result.AddError("--port takes a number up to 65535.");
        });
        Validators.Add(result =>
        {
            if (result.GetValue(Format) == OutputFormat.Json)
                result.AddError("The dashboard is for people; a program asks for 'status --format json'.");
        });
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var document = new DashboardDocument { Command = Name, Outcome = "ended" };
        if (!WebFramework.IsHere)
            return document with { ExitCode = WebFramework.RunWithIt(parse.Tokens.Select(static t => t.Value)) };
        using var ended = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, ended));
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, ended));
        Serve(parse, presenter, ended.Token);
        return document;
    }

    private static void End(PosixSignalContext signal, CancellationTokenSource ended)
    {
        signal.Cancel = true;
        ended.Cancel();
    }

    // Names what only ASP.NET Core has.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Serve(ParseResult parse, Presenter presenter, CancellationToken ended) =>
        DashboardServer.RunAsync(new LiveDashboardProcesses(PsCommand.AddVersion), parse.GetValue(_port), !parse.GetValue(_readOnly), presenter.Say, ended).GetAwaiter().GetResult();
}
