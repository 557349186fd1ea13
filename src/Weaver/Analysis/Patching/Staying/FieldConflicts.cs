using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Staying;

/// <summary>
/// Refuses patches that would leave a field's state in two halves: new code keeps it elsewhere, or in another form, while deployed code that goes on to run uses the field as it was.
/// What each half writes the other does not see, and hooks on the way back overwrite it.
/// </summary>
/// <param name="diffs">The differences.</param>
/// <param name="staying">Who goes on to run deployed code.</param>
/// <param name="isChanged">Whether the code of a method of a new build differs from the deployed one.</param>
/// <param name="hasCallersOutside">Whether assemblies that nobody shows may call a deployed method without a stub.</param>
/// <param name="accepted">The ids of refusals that are to be remarks.</param>
/// <param name="sink">Hears of them.</param>
internal sealed class FieldConflicts(
    IReadOnlyList<PatchDiff> diffs,
    StayingCode staying,
    Func<MethodDefinition, bool> isChanged,
    Func<MethodDefinition, bool> hasCallersOutside,
    IReadOnlyCollection<string> accepted,
    DiagnosticSink sink)
{
    private readonly DiagnosticDescriptor _halves = accepted.Contains(EditDiagnostics.FieldInTwoHalves.Id) ? EditDiagnostics.FieldInTwoHalvesAccepted : EditDiagnostics.FieldInTwoHalves;

    private readonly IReadOnlyList<AssemblyMatch> _matches = [.. diffs.Select(static d => d.Match)];

    /// <summary>Looks at all fields that change.</summary>
    public void Check()
    {
        foreach (var diff in diffs.Where(static d => !d.Match.Pair.IsNewProject))
        {
            foreach (var field in ChangedField.Find(diff))
                Check(diff.Match, field);
        }
    }

    private void Check(AssemblyMatch match, ChangedField changed)
    {
        var uses = FieldUses.FindDeployed(changed.Field, _matches).Where(static u => !u.Body.IsConstructor).ToList();
        if (uses.Count == 0)
            return;
        // What is fed ends, as calls do; nobody can tell when.
        if (!Report(match, changed, uses, u => FindKeeper(match, changed, u), _halves))
            Report(match, changed, uses, u => FindStream(changed, u), EditDiagnostics.FieldInRunningLoop);
    }

    private bool Report(AssemblyMatch match, ChangedField changed, List<FieldUse> uses, Func<FieldUse, StayingMethod?> findKeeper, DiagnosticDescriptor descriptor)
    {
        var staying = uses.Select(u => (Use: u, Keeper: findKeeper(u))).Where(static s => s.Keeper is not null).ToList();
        if (staying.Count == 0)
            return false;
        var kept = new HashSet<FieldUse>(staying.Select(static s => s.Use));
        if (changed.Change != FieldChange.Converted && !FieldState.IsSplit(match, changed, [.. kept], [.. uses.Where(u => !kept.Contains(u))]))
            return false;
        var (use, keeper) = staying[0];
        var user = Activation.Find(use.Body);
        sink.Report(descriptor.At(
            ReadableName.Describe(changed.Field), SymbolLocation.Find(changed.Type), ReadableName.Describe(changed.Field), changed.Text, NameOf(user), Reason(user, keeper!.Value)));
        return true;
    }

    // Who keeps the deployed code of one use.
    private StayingMethod? FindKeeper(AssemblyMatch match, ChangedField changed, FieldUse use)
    {
        var method = Activation.Find(use.Body);
        if (changed.Change == FieldChange.Converted && !IsChanged(method))
            return null;
        if (staying.Running.Find(use.Body) is { Keeper: not (Keeper.Stream or Keeper.Rows) } running && IsLive(running, use, changed.Field))
            return new StayingMethod(method, running.Keeper);
        if (staying.FindKeeper(method) is { } keeper and not Keeper.Started)
            return new StayingMethod(method, keeper);
        if (staying.FindKeepers(method).Where(static k => k.Keeper is not (Keeper.Started or Keeper.Stream or Keeper.Rows)).Cast<StayingMethod?>().FirstOrDefault() is { } found)
            return found;
        return changed.Change == FieldChange.Converted && hasCallersOutside(method) ? new StayingMethod(method, Keeper.NotSwappable) : null;

        bool IsChanged(MethodDefinition old) => match.OldKeys.RootOf(old) is var root && (_matches.Select(m => m.NewOf(root)).FirstOrDefault(static m => m is not null) is not { } now || isChanged(now));
    }

    // Who may run the deployed code of one use in a loop that goes on as long as it is fed, or for whoever asks for the next value.
    private StayingMethod? FindStream(ChangedField changed, FieldUse use)
    {
        var method = Activation.Find(use.Body);
        if (staying.Running.Find(use.Body) is { Keeper: Keeper.Stream } running && IsLive(running, use, changed.Field))
            return new StayingMethod(method, Keeper.Stream);
        if (use.Code.Any(YieldedCode.FindAfterYields(use.Body).Contains))
            return new StayingMethod(method, Keeper.Rows);
        return staying.FindKeepers(method).Where(static k => k.Keeper is Keeper.Stream or Keeper.Rows).Cast<StayingMethod?>().FirstOrDefault();
    }

    // What a loop works on may be taken out of the field before the loop begins.
    private static bool IsLive(RunningBody running, FieldUse use, FieldDefinition field) =>
        use.Code.Any(running.Live.Contains)
        || (running.Keeper is Keeper.WaitingLoop or Keeper.Stream && !FieldState.IsPlain(field.FieldType) && use.Code.Any(i => i.OpCode.Code is Code.Ldfld or Code.Ldsfld && running.Live.Any(l => i.Offset < l.Offset)));

    private static string Reason(MethodDefinition user, StayingMethod keeper)
    {
        var name = NameOf(keeper.Method);
        var isOwn = keeper.Method == user;
        return keeper.Keeper switch
        {
            Keeper.WaitingLoop => isOwn ? "it waits for work in a loop, which a swap does not exchange" : $"{name} waits for work in a loop and calls it without a stub",
            Keeper.Stream => isOwn ? "it goes on as long as it is fed" : $"{name} goes on as long as it is fed and calls it without a stub",
            Keeper.Rows => isOwn
                ? "whoever asks it for the next value goes on with it"
                : $"{name}, which makes values for whoever asks, calls it without a stub",
            Keeper.EntryPoint => isOwn ? "the process runs it already" : $"{name}, which the process runs already, calls it without a stub",
            Keeper.Delegate => isOwn ? "a delegate may hold it" : $"{name}, which a delegate may hold, calls it without a stub",
            _ => isOwn ? "no patch reaches it" : $"{name}, which is not swappable, calls it without a stub",
        };
    }

    private static string NameOf(MethodDefinition method) => ReadableName.Describe(method);
}
