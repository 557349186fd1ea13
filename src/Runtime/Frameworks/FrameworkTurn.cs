using HotWeave.Diagnostics;
using HotWeave.Hooks;
using HotWeave.Loading;
using HotWeave.Patches.Format;
using HotWeave.Protocol;
using HotWeave.Versions;

namespace HotWeave.Frameworks;

/// <summary>What one turn means for the frameworks of the process.</summary>
internal sealed class FrameworkTurn
{
    private readonly SwapParticipant[] _participants;
    private readonly StagedVersion _version;

    private FrameworkTurn(SwapParticipant[] participants, StagedVersion version)
    {
        _participants = participants;
        _version = version;
    }

    /// <summary>What a turn between two versions means.</summary>
    /// <param name="from">The current version.</param>
    /// <param name="to">The version to be.</param>
    /// <param name="needsNone">Whether there need be no application: the process starts and it will come, or its end does no harm.</param>
    /// <exception cref="SwapException">HW8001, HW8010 or HW8013; nothing has changed.</exception>
    internal static FrameworkTurn Begin(SwapVersion from, SwapVersion to, bool needsNone = false)
    {
        var version = Describe(from, to);
        var current = Describe(from, from);
        var concerns = version.Needs | current.Needs | (version.MapsDeployed is null ? 0 : FrameworkConcerns.Endpoints)
            | (version.Added.Any(static a => IsOfOrleans(a.Type)) ? FrameworkConcerns.Serialisers : 0)
            | (version.Controllers.Count + current.Controllers.Count + version.Actions.Count + current.Actions.Count > 0 ? FrameworkConcerns.Controllers : 0)
            | (from.Content!.Slots().Concat(to.Content!.Slots()).Any(static s => IsContext(s.Type)) ? FrameworkConcerns.GeneratedContracts : 0);
        if (concerns.HasFlag(FrameworkConcerns.Contracts))
            concerns |= FrameworkConcerns.FurtherContracts;
        SwapParticipant[] participants = concerns == 0
            ? []
            : [.. SwapParticipants.List().Where(p => (p.Concern & concerns) != 0).OrderBy(static p => p.Concern != FrameworkConcerns.Services)];
        // A way back asks for nobody: where no application runs there is nothing to take back.
        if (!needsNone)
            Require(version.Needs, participants);
        return new FrameworkTurn(participants, version);
    }

    private static void Require(FrameworkConcerns needs, SwapParticipant[] participants)
    {
        foreach (var participant in participants)
            needs &= ~participant.Concern;
        if (needs.HasFlag(FrameworkConcerns.Endpoints))
            throw SwapDiagnostics.NoIntegration.Refuse();
        if (needs.HasFlag(FrameworkConcerns.Contracts))
            throw SwapDiagnostics.NoContracts.Refuse();
        if (needs.HasFlag(FrameworkConcerns.HostedServices))
            throw SwapDiagnostics.NoHost.Refuse();
        if (needs.HasFlag(FrameworkConcerns.Services))
            throw SwapDiagnostics.NoServices.Refuse();
    }

    /// <summary>What a version asks of an application that starts while it is current.</summary>
    internal static StagedVersion Describe(SwapVersion from, SwapVersion to)
    {
        var found = to.Content!.Patches.SelectMany(SwappedTypes.FindAddedWithHomes).Distinct();
        List<StagedType> added = [.. found.Select(static a => new StagedType(a.Type, a.Assembly))];
        return new StagedVersion(
            from.Number.Value,
            to.Number.Value,
            (Find(to, PatchHookKind.MapDeployedEndpoints) ?? Find(from, PatchHookKind.MapDeployedEndpoints))?.Method,
            Find(to, PatchHookKind.MapEndpoints)?.Method)
        {
            Shown = [.. FindAll(to, PatchHookKind.ShowProperties).Select(static h => new ShownType(h.Shown!, h.Method.DeclaringType!))],
            Registers = [.. FindAll(to, PatchHookKind.RegisterServices).Select(static h => h.Method)],
            HostedServices = [.. FindAll(to, PatchHookKind.HostService).Select(static h => (Type)h.Call(null)!)],
            Actions = [.. FindAll(to, PatchHookKind.ServeActions).Select(static h => ServedActions.Read((object[])h.Call(null)!))],
            Added = added,
            Controllers = [.. added.Select(static a => a.Type).Where(IsController)],
        };
    }

    /// <summary>Called with the epoch to be, whose doors hang, before anybody else can have it.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="check">Called when all are ready; throws where the version cannot be.</param>
    internal void Stage(Epoch epoch, Action? check)
    {
        if (_participants.Length == 0 && check is null)
            return;
        // Calls made here are answered as those of the version's own units will be.
        using var handle = UnitHandle.EnteredHere(Unit.BeginIn(epoch, "framework integrations"), Unit.Ambient, joins: false);
        foreach (var participant in _participants)
            participant.Stage(_version);
        check?.Invoke();
    }

    internal void Turn()
    {
        foreach (var participant in _participants)
            participant.Turn(_version.To);
        if (_participants.Length > 0)
            SwapParticipants.Settle();
    }

    internal void Undo()
    {
        foreach (var participant in _participants)
            participant.Undo(_version.To);
        if (_participants.Length > 0)
            SwapParticipants.Settle();
    }

    // By name: most of System.Text.Json would be kept in a trimmed application else.
    private static bool IsContext(Type type) => type.BaseType?.FullName == "System.Text.Json.Serialization.JsonSerializerContext";

    // By name as well.
    private static bool IsOfOrleans(Type type) =>
        type.Namespace is { } space && (space == "OrleansCodeGen" || space.StartsWith("OrleansCodeGen.", StringComparison.Ordinal));

    private static bool IsController(Type type)
    {
        for (var above = type.BaseType; above is not null; above = above.BaseType)
        {
            if (above.FullName == "Microsoft.AspNetCore.Mvc.ControllerBase")
                return true;
        }

        return false;
    }

    private static BoundHook? Find(SwapVersion version, PatchHookKind kind) =>
        FindAll(version, kind).LastOrDefault();

    private static IEnumerable<BoundHook> FindAll(SwapVersion version, PatchHookKind kind) =>
        version.Content!.Patches.SelectMany(static p => p.Hooks).Where(h => h.Hook.Kind == kind);
}
