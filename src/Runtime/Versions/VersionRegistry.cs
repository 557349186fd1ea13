using System.Runtime.Loader;
using HotWeave.Diagnostics;
using HotWeave.Loading;
using HotWeave.Protocol;
using HotWeave.Runtime;

namespace HotWeave.Versions;

/// <summary>
/// Every version that this process has had, and which one is current. A version whose code can be unloaded is let go of once it is
/// neither current, nor the one that a rollback would go to, nor in use by a unit. Units end at any time, so a version that an operation
/// has chosen to turn to is kept from the choice on, until the turn or the operation has ended.
/// </summary>
internal sealed class VersionRegistry
{
    // Protects everything below. Never held while code turns or runs that others wrote.
    private readonly object _lock = new();
    private readonly VersionList _versions = new(new SwapVersion(VersionNumber.Baseline, null, VersionContent.Baseline, null));
    private SwapVersion _current;
    private SwapVersion? _chosen;
    private SwapVersion? _before;
    private SwapVersion? _trial;
    private SwapVersion _confirmed;

    internal VersionRegistry() => _current = _confirmed = _versions.Baseline;

    internal LoadedPatches Patches { get; } = new();

    internal SwapVersion Current
    {
        get
        {
            lock (_lock)
                return _current;
        }
    }

    /// <summary>The version that a restart goes to, as far as this process knows.</summary>
    internal SwapVersion Confirmed
    {
        get
        {
            lock (_lock)
                return _confirmed;
        }
    }

    /// <summary>Chooses the version that has the patches in force, one after the other, on top of what is current now. Known already, or new and not yet counted.</summary>
    /// <exception cref="SwapException">HW6114: it is the current one.</exception>
    internal SwapVersion With(IReadOnlyList<LoadedPatch> patches)
    {
        lock (_lock)
        {
            var content = patches.Aggregate(_current.Content!, static (c, p) => c.With(p));
            if (content.Equals(_current.Content!))
                throw SwapDiagnostics.AlreadyCurrent.Refuse(patches[^1].Id, _current.Number);
            return _chosen = _versions.All.FirstOrDefault(v => v.Content?.Equals(content) == true) ?? new SwapVersion(_versions.Next, patches[^1], content, _current);
        }
    }

    /// <summary>Ends the version's probation; the one that was confirmed before is so no more.</summary>
    internal void Confirm(SwapVersion version)
    {
        lock (_lock)
            _confirmed = version;
    }

    /// <summary>Chooses the version that a rollback goes to.</summary>
    /// <exception cref="SwapException">HW6204 to HW6207.</exception>
    internal SwapVersion Earlier(VersionNumber? number)
    {
        lock (_lock)
        {
            var wanted = number ?? _current.Predecessor?.Number ?? throw SwapDiagnostics.NothingToRollBack.Refuse();
            CheckKnown(wanted);
            if (wanted == _current.Number)
                throw SwapDiagnostics.NotEarlier.NothingToDo(wanted, _current.Number);
            if (wanted > _current.Number)
                throw SwapDiagnostics.NotEarlier.Refuse(wanted, _current.Number);
            return _versions.Find(wanted) is { Content: not null } version
                ? _chosen = version
                : throw SwapDiagnostics.VersionUnloaded.Refuse(wanted, _versions.LoadedBefore(wanted).Number);
        }
    }

    /// <summary>Chooses the version that was current before the last turn and that units still run.</summary>
    /// <exception cref="SwapException">HW6210.</exception>
    internal SwapVersion Draining()
    {
        lock (_lock)
        {
            return _before is { Content: not null } version && version.HasUnits(Transition.OldEpochs())
                ? _chosen = version
                : throw SwapDiagnostics.NothingDrains.Refuse(_current.Number);
        }
    }

    /// <summary>The version that a share of the units has; null when there is none.</summary>
    internal SwapVersion? Canary
    {
        get
        {
            lock (_lock)
                return _trial;
        }
    }

    /// <summary>A share of the units has the version now.</summary>
    internal void BeginTrial(SwapVersion version)
    {
        lock (_lock)
        {
            _versions.Add(version);
            version.WasRolledBack = false;
            version.IsPurged = false;
            _trial = version;
        }
    }

    /// <summary>No new unit gets the version on trial any more.</summary>
    internal void EndTrial()
    {
        lock (_lock)
        {
            _trial!.WasRolledBack = true;
            _trial = null;
        }

        LetGo();
    }

    /// <summary>Call before turning: keeps the version's code.</summary>
    internal void BeginTurn(SwapVersion version)
    {
        lock (_lock)
            _chosen = version;
    }

    /// <summary>Call after turning, done or not, with who asked for it where that was said.</summary>
    internal void EndTurn(bool turned, string? by)
    {
        lock (_lock)
        {
            if (turned)
                BecomeCurrent(_chosen!, by);
            _chosen = null;
        }

        LetGo();
    }

    /// <summary>Call when an operation has ended: what it chose and did not turn to is not kept for it any more.</summary>
    internal void EndOperation()
    {
        lock (_lock)
        {
            if (_chosen is null)
                return;
            _chosen = null;
        }

        LetGo();
    }

    /// <summary>Lets go of what can be unloaded and is not needed any more.</summary>
    internal void LetGo()
    {
        lock (_lock)
        {
            // Under the lock: what was current a moment ago may have units that an earlier look has not seen among the old ones.
            var old = Transition.OldEpochs();
            foreach (var version in _versions.All)
            {
                if (version.IsReclaimable && version.Content is not null && !IsNeeded(version, old))
                    version.LetGo();
            }

            Patches.DropAllBut(p => _chosen?.Content!.Uses(p) == true || _versions.All.Any(v => v.Content?.Uses(p) == true));
            ForgetHomeless(null);
            _versions.Forget(v => v == _confirmed || v == _before || v == _chosen);
        }
    }

    /// <summary>
    /// Takes what is for assemblies of a load context out of every version; versions that are nothing else go, and what was current is what
    /// it would be without. Under the swap lock.
    /// </summary>
    /// <returns>False while an older version or one on trial may still be asked for it.</returns>
    internal bool TryTakeOut(AssemblyLoadContext context)
    {
        lock (_lock)
        {
            var versions = _versions.All.Where(v => v.Content?.Patches.Any(IsMeant) == true).ToList();
            if (versions.Count > 0 && !Transition.TryTakeOut(Slots(versions), _versions.All.Select(static v => v.Table).OfType<DispatchObject?[]>()))
                return false;
            versions.ForEach(v => v.TakeOut(v.Content!.Without(IsMeant)));
            foreach (var version in versions)
            {
                if (_versions.All.FirstOrDefault(v => v.Number < version.Number && v.Content?.Equals(version.Content!) == true) is { } same)
                    Replace(version, same);
            }

            ForgetHomeless(context);
            Patches.TakeOut(IsMeant);
            return true;
        }

        bool IsMeant(LoadedPatch patch) => patch.IsAtHomeIn(context);

        HashSet<TypeSlot> Slots(List<SwapVersion> versions) =>
            [.. versions.SelectMany(static v => v.Content!.Patches).Where(IsMeant).SelectMany(static p => p.Entries!).Select(static e => e.Slot)];
    }

    /// <exception cref="SwapException">HW6205, HW6219.</exception>
    internal void CheckOld(VersionNumber number)
    {
        lock (_lock)
        {
            CheckKnown(number);
            if (number == _current.Number || number == _trial?.Number)
                throw SwapDiagnostics.IsCurrent.Refuse(number);
        }
    }

    /// <summary>
    /// Stops keeping the versions for a rollback. What no unit runs is let go of at once; with <paramref name="evenHeld"/> the rest follows
    /// when its units have ended.
    /// </summary>
    /// <returns>All versions that are meant and were not unloaded, by number.</returns>
    internal IReadOnlyList<SwapVersion> Purge(Func<VersionNumber, bool> isMeant, bool evenHeld)
    {
        IReadOnlyList<SwapVersion> meant;
        lock (_lock)
        {
            var old = Transition.OldEpochs();
            meant = [.. _versions.All.Where(v => v != _current && v != _trial && !v.IsUnloaded && isMeant(v.Number))];
            foreach (var version in meant)
                version.IsPurged = evenHeld || !version.HasUnits(old);
        }

        LetGo();
        return meant;
    }

    internal (VersionNumber Current, IReadOnlyList<VersionStatus> Versions, int Forgotten, RetainedCode Retained, IReadOnlyList<LoopStatus> Loops) Status()
    {
        var old = Transition.OldEpochs();
        lock (_lock)
        {
            var loops = LoopReport.Of(_versions.All);
            return (_current.Number, [.. _versions.All.Select(v => VersionReport.Describe(v, _current, _trial, _confirmed, old, loops))], _versions.Forgotten, Patches.FindRetained(_current.Content!.Patches), loops);
        }
    }

    // Versions go with the plug-in that they were for.
    private void ForgetHomeless(AssemblyLoadContext? context)
    {
        foreach (var version in _versions.All.Where(v => v.Content is null && v != _confirmed && v.HasNoHomeBut(context)).ToList())
        {
            _before = _before == version ? null : _before;
            _versions.Remove(version);
        }
    }

    // They have the same content, and the one that stays has the lower number.
    private void Replace(SwapVersion version, SwapVersion same)
    {
        _versions.Replace(version, same);
        _before = _before == version ? same : _before;
        _confirmed = _confirmed == version ? same : _confirmed;
        _current = _current == version ? same : _current;
        version.LetGo();
    }

    private void BecomeCurrent(SwapVersion version, string? by)
    {
        _versions.Add(version);
        // Any turn ends a canary.
        if (_trial is not null && _trial != version)
            _trial.WasRolledBack = true;
        _trial = null;
        // Going forward over a version again makes what is current now the place to fall back to; going back changes nothing.
        if (version.Number > _current.Number)
            version.Predecessor = _current;
        _current.WasRolledBack = version.Number < _current.Number;
        version.BecomeCurrent(TimeProvider.System.GetUtcNow(), by);
        _before = _current;
        _current = version;
    }

    private bool IsNeeded(SwapVersion version, Epoch[] old) =>
        version == _current || version == _chosen || version == _trial || (version == _current.Predecessor && !version.IsPurged) || version.HasUnits(old);

    private void CheckKnown(VersionNumber number)
    {
        if (!_versions.Knows(number))
            throw SwapDiagnostics.UnknownVersion.Refuse(number);
    }
}
