using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HotWeave.Tool.Commands.Fleet;
using HotWeave.Tool.Dashboards;
using HotWeave.Tool.Dashboards.Fleet;
using HotWeave.Tool.Output;
using HotWeave.Tool.Processes;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave dashboard</c>: pages of all processes of the user's on this machine, in a browser.</summary>
internal sealed class DashboardCommand : CommandBase
{
    private readonly Option<int> _port = new("--port") { Description = "The port to listen on; any that is free without." };
    private readonly Option<bool> _readOnly = new("--read-only") { Description = "Show, and do nothing." };

    private readonly Option<string?> _fleet = new("--fleet") { Description = "An application whose fleet is shown too." };
    private readonly Option<string?> _store = FleetCommandBase.MakeStoreOption();

    public DashboardCommand()
        : base("dashboard", "Shows your live processes in a browser, and steers them, until Ctrl+C.")
    {
        Options.Add(_port);
        Options.Add(_readOnly);
        Options.Add(_fleet);
        Options.Add(_store);
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
        if (parse.GetValue(_fleet) is not null)
            FleetCommandBase.Explain(() => Task.FromResult(FleetCommandBase.FindAddress(parse.GetValue(_store))));
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
        FleetCommandBase.Explain(() => ServeAsync(parse, presenter, ended));

    private async Task ServeAsync(ParseResult parse, Presenter presenter, CancellationToken ended)
    {
        var mayAct = !parse.GetValue(_readOnly);
        await using var fleet = parse.GetValue(_fleet) is { } application
            ? new ShownFleet(application, FleetCommandBase.FindAddress(parse.GetValue(_store)), mayAct ? OperatorName.Current : null)
            : null;
        var processes = new LiveDashboardProcesses(PsCommand.AddVersion);
        await DashboardServer.RunAsync(processes, fleet, parse.GetValue(_port), mayAct, presenter.Say, ended).ConfigureAwait(false);
    }
}
