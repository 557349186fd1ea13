using HotWeave.Diagnostics;
using HotWeave.Loading;
using HotWeave.Patches.Format;
using HotWeave.Versions;

namespace HotWeave.Hooks;

/// <summary>
/// Calls the hooks of patches round one swap. Those of one class are partners: what is called after a rollback undoes what was called before
/// the swap, and is called only if that ran; the same with before the rollback and after the swap.
/// </summary>
internal sealed class SwapHooks
{
    private readonly bool _isRollback;
    private readonly VersionNumber _from;
    private readonly VersionNumber _to;
    private List<string> _warnings;
    private readonly Func<IServiceProvider?> _services;
    private readonly List<BoundHook> _hooks;
    private readonly SwappedTypes _types;

    /// <summary>Finds the hooks: those of the patches that the swap brings, or of those that a rollback leaves.</summary>
    internal SwapHooks(SwapVersion from, SwapVersion to, bool isRollback, List<string> warnings, Func<IServiceProvider?> services)
    {
        _isRollback = isRollback;
        _from = from.Number;
        _to = to.Number;
        _warnings = warnings;
        _services = services;
        var (with, without) = isRollback ? (from, to) : (to, from);
        _hooks = [.. with.Content!.Patches.Except(without.Content!.Patches).SelectMany(static p => p.Hooks)];
        _types = _hooks.Count == 0 ? new SwappedTypes([], [], []) : SwappedTypes.Find(with, without);
    }

    /// <summary>What goes wrong from now on is a warning there.</summary>
    internal void WarnIn(List<string> warnings) => _warnings = warnings;

    /// <summary>Before the turn.</summary>
    /// <exception cref="SwapException">HW6507, HW6508: a hook refuses the swap; what ran is undone.</exception>
    internal void Before(CancellationToken cancellationToken)
    {
        if (_isRollback)
            Undo(PatchHookKind.BeforeRollback, PatchHookKind.AfterSwap, onlyPartners: false);
        else
            Ask(cancellationToken);
    }

    /// <summary>After the turn.</summary>
    internal void After()
    {
        if (_isRollback)
            Undo(PatchHookKind.AfterRollback, PatchHookKind.BeforeSwap, onlyPartners: false);
        else
            Do(PatchHookKind.AfterSwap);
    }

    /// <summary>After a turn that did not happen: partners of what <see cref="Before"/> called.</summary>
    internal void Undone()
    {
        if (_isRollback)
            Redo();
        else
            Undo(PatchHookKind.AfterRollback, PatchHookKind.BeforeSwap, onlyPartners: true);
    }

    private void Ask(CancellationToken cancellationToken)
    {
        foreach (var hook in Of(PatchHookKind.BeforeSwap))
        {
            var context = new SwapHookContext(_from, _to, mayVeto: true, _types, _services(), cancellationToken);
            try
            {
                Call(hook, context);
            }
            catch (Exception e)
            {
                Undone();
                throw SwapDiagnostics.BeforeSwapFailed.Refuse(e, hook.Hook.Name, e.GetType().Name, e.Message);
            }

            if (context.Reason is { } reason)
            {
                Undone();
                throw SwapDiagnostics.Vetoed.Refuse(hook.Hook.Name, reason);
            }

            hook.HasRun = true;
        }
    }

    private void Do(PatchHookKind kind)
    {
        foreach (var hook in Of(kind))
            hook.HasRun = TryCall(hook);
    }

    private void Undo(PatchHookKind kind, PatchHookKind partnerKind, bool onlyPartners)
    {
        foreach (var hook in Enumerable.Reverse(Of(kind)))
        {
            var partners = PartnersOf(hook, partnerKind);
            if (partners.Count == 0 ? !onlyPartners : partners.TrueForAll(static p => p.HasRun))
                hook.HasRun = TryCall(hook);
        }

        foreach (var partner in Of(partnerKind))
            partner.HasRun = false;
    }

    // The version stays: what was called before its rollback is undone by what was called after its swap.
    private void Redo()
    {
        foreach (var hook in Of(PatchHookKind.BeforeRollback).Where(static h => h.HasRun))
        {
            hook.HasRun = false;
            foreach (var partner in PartnersOf(hook, PatchHookKind.AfterSwap))
                partner.HasRun = TryCall(partner);
        }
    }

    private List<BoundHook> PartnersOf(BoundHook hook, PatchHookKind kind) => Of(kind).FindAll(p => p.Method.DeclaringType == hook.Method.DeclaringType);

    private List<BoundHook> Of(PatchHookKind kind) => _hooks.FindAll(h => h.Hook.Kind == kind);

    private bool TryCall(BoundHook hook)
    {
        try
        {
            Call(hook, new SwapHookContext(_from, _to, mayVeto: false, _types, _services(), default));
            return true;
        }
        catch (Exception e)
        {
            _warnings.Add(SwapDiagnostics.HookFailed.Warn(hook.Hook.Name, e.GetType().Name, e.Message));
            return false;
        }
    }

    // The operation has a thread of its own, which may wait.
    private static void Call(BoundHook hook, SwapHookContext context)
    {
        object?[] arguments = hook.Method.GetParameters().Length == 0 ? [] : [context];
        if (hook.Call(null, arguments) is Task task)
            task.GetAwaiter().GetResult();
    }
}
