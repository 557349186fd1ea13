using System.CommandLine;
using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Rollouts;
using HotWeave.Fleet.Store;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;
using HotWeave.Tool.Processes;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Commands.Fleet;

/// <summary>What the commands about fleets share: the application, the store, and the edge where its refusals become diagnostics.</summary>
internal abstract class FleetCommandBase : CommandBase
{
    private const string StoreVariable = "HOTWEAVE_FLEET_STORE";

    private readonly Option<string> _application = new("--app") { Description = "The application, as its instances call it.", Required = true };
    private readonly Option<string?> _store = MakeStoreOption();

    protected FleetCommandBase(string name, string description)
        : base(name, description)
    {
        Options.Add(_application);
        Options.Add(_store);
    }

    /// <summary>Does what the command line asks.</summary>
    protected abstract Task<Document> RunAsync(ParseResult parse, FleetSession session, Presenter presenter, CancellationToken cancellation);

    /// <summary>The option that names a store.</summary>
    public static Option<string?> MakeStoreOption() => new("--store")
    {
        Description = $"The store: nats://<host>:4222, or file:<folder>; without it what {StoreVariable} says.",
    };

    /// <summary>The address of the store that is meant.</summary>
    /// <param name="option">What the option says.</param>
    /// <exception cref="FleetException">HW8402: nothing names one, or what does is no address.</exception>
    public static string FindAddress(string? option)
    {
        var address = option ?? Environment.GetEnvironmentVariable(StoreVariable)
            ?? throw FleetDiagnostics.NoStore("", $"neither --store nor {StoreVariable} names one");
        return FleetStores.IsAddress(address) ? address : throw FleetDiagnostics.NoStore(address, "it is no address of a store");
    }

    /// <summary>Does something whose refusals are the command's.</summary>
    /// <exception cref="RefusedException">The fleet, or its store, refused.</exception>
    public static void Explain(Func<Task> act) => Explain(async () =>
    {
        await act().ConfigureAwait(false);
        return true;
    });

    /// <summary>What a fleet says, as one of the tool's own messages.</summary>
    public static Diagnostic Describe(FleetException problem) =>
        new(new DiagnosticDescriptor(problem.Code, DiagnosticKind.Use, DiagnosticSeverity.Error, "{0}"), problem.Message, null, null);

    protected sealed override Document Run(ParseResult parse, Presenter presenter) => Explain(() => RunAsync(parse, presenter));

    private static T Explain<T>(Func<Task<T>> act)
    {
        try
        {
            return act().GetAwaiter().GetResult();
        }
        catch (FleetException e)
        {
            throw new RefusedException(Describe(e), e);
        }
    }

    private async Task<Document> RunAsync(ParseResult parse, Presenter presenter)
    {
        var application = parse.GetRequiredValue(_application);
        if (!FleetKeys.IsApplication(application))
            throw FleetDiagnostics.BadApplication(application);
        await using var store = FleetStores.Open(FindAddress(parse.GetValue(_store)));
        var session = new FleetSession(application, store, new FleetOperator(store, application, OperatorName.Current, TimeProvider.System));
        return await RunAsync(parse, session, presenter, CancellationToken.None).ConfigureAwait(false);
    }
}

/// <summary>An application's fleet, while a command works with it.</summary>
/// <param name="Application">The application.</param>
/// <param name="Store">The store.</param>
/// <param name="Operator">What can be done to it.</param>
internal sealed record FleetSession(string Application, IFleetStore Store, FleetOperator Operator)
{
    /// <summary>Reads all that there is to say of it.</summary>
    public async Task<FleetDocument> DescribeAsync(string command, string outcome, CancellationToken cancellation)
    {
        var wish = await Store.ReadAsync(FleetKeys.Wish(Application), cancellation).ConfigureAwait(false);
        var instances = await Store.ListAsync(FleetKeys.Instances(Application), cancellation).ConfigureAwait(false);
        var patches = await Store.ListAsync(FleetKeys.Patches(Application), cancellation).ConfigureAwait(false);
        return FleetDocument.Describe(
            command,
            outcome,
            wish is null ? new FleetWish { Application = Application } : FleetJson.Read<FleetWish>(wish),
            [.. instances.Select(FleetJson.Read<InstanceReport>)],
            [.. patches.Select(FleetJson.Read<PublishedPatch>)]);
    }
}
