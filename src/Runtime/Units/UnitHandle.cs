using HotWeave.Protocol;

namespace HotWeave;

/// <summary>
/// One hold on a unit of work, made by <see cref="UnitOfWork"/>. Dispose it when the work is done; disposing again does nothing. The
/// unit ends when all its handles are disposed. Thread-safe.
/// </summary>
public sealed class UnitHandle : IDisposable, IUnitHandle
{
    private readonly Unit? _outer;
    private readonly Unit _unit;
    private int _disposed;

    // Null for the handle that the unit began with, until somebody looks for handles that are lost.
    private HandleWatch? _watch;

    private UnitHandle(Unit unit, Unit? outer)
    {
        _unit = unit;
        _outer = outer;
    }

    /// <summary>The unit's name, given by who began it.</summary>
    public string Name => _unit.Name;

    /// <summary>How long ago the unit began.</summary>
    public TimeSpan Age => _unit.Age;

    /// <summary>The version under which the unit began. It sees that version for as long as it lives, unless a swap in the mode <see cref="SwapMode.Immediate"/> moves it.</summary>
    public VersionNumber Version => new(_unit.Version);

    /// <summary>Signalled when an operator asks the unit to end early; see <see cref="SwapOptions.CancelUnits"/>.</summary>
    public CancellationToken CancellationToken => _unit.Cancellation.Token;

    /// <summary>The unit held.</summary>
    internal Unit Unit => _unit;

    /// <summary>Says that the unit has not done what it was for: it counts as an error when a version on probation is judged. To be said before the unit ends.</summary>
    public void Fail() => _unit.Fail();

    /// <summary>Leaves the unit. Where it is disposed by the flow of execution that entered, that flow is where it was before.</summary>
    public void Dispose()
    {
        if (!TryEnd())
            return;
        try
        {
            if (!ReferenceEquals(_unit, _outer) && ReferenceEquals(Unit.Ambient, _unit))
                Unit.SetAmbient(_outer);
        }
        finally
        {
            // Whatever there is no memory for.
            _unit.Release();
        }
    }

    /// <summary>
    /// The handle of who entered: began the unit, or joined the one that was the caller's already. If there is no memory for it, the hold
    /// is given back.
    /// </summary>
    /// <param name="unit">The unit, held once for the handle.</param>
    /// <param name="outer">The caller's unit before.</param>
    internal static UnitHandle Entered(Unit unit, Unit? outer) => Make(unit, outer, joins: ReferenceEquals(unit, outer));

    /// <summary>
    /// The handle of who entered, whose unit it is from now on. If there is no memory for that, nothing has changed and the hold is given
    /// back.
    /// </summary>
    /// <param name="unit">The unit, held once for the handle.</param>
    /// <param name="outer">The caller's unit before.</param>
    /// <param name="joins">Whether there are other handles.</param>
    internal static UnitHandle EnteredHere(Unit unit, Unit? outer, bool joins)
    {
        if (ReferenceEquals(unit, outer))
            return Make(unit, outer, joins);
        var handle = Make(unit, Unit.AmbientPlace, joins);
        try
        {
            Unit.SetAmbient(unit);
            return handle;
        }
        catch
        {
            handle.Release();
            throw;
        }
    }

    /// <summary>The handle that a unit begins with.</summary>
    internal static UnitHandle Began(Unit unit, Unit? outer)
    {
        var handle = new UnitHandle(unit, outer);
        unit.BeginWith(handle);
        return handle;
    }

    /// <summary>A further handle.</summary>
    internal static UnitHandle Joined(Unit unit, Unit? outer)
    {
        var handle = new UnitHandle(unit, outer);
        handle._watch = unit.Watch(handle);
        return handle;
    }

    /// <summary>As if there had never been one: somebody else gives the hold back.</summary>
    internal void Abandon() => TryEnd();

    /// <summary>As <see cref="Dispose"/>, without a change of the caller's context.</summary>
    internal void Release()
    {
        if (TryEnd())
            _unit.Release();
    }

    /// <summary>Has the handle tell when it is disposed.</summary>
    /// <returns>False when it is.</returns>
    bool IUnitHandle.TryWatch(HandleWatch watch)
    {
        Volatile.Write(ref _watch, watch);
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref _disposed) == 0;
    }

    /// <summary>Enters without waiting: joins the ambient unit, or begins a root unit. Null when the gate is closed.</summary>
    internal static UnitHandle? TryEnter(string name, out Gate? closed)
    {
        return Unit.TryEnter(name, out var outer, out closed) is { } unit ? EnteredHere(unit, outer, ReferenceEquals(unit, outer)) : null;
    }

    /// <summary>Begins a root unit without waiting, in place of whichever the caller is in. Null when the gate is closed.</summary>
    internal static UnitHandle? TryEnterRoot(string name, out Gate? closed) =>
        Unit.TryBegin(name, out closed) is { } unit ? BeganHere(unit) : null;

    /// <summary>Begins a root unit, blocking the thread while the gate is closed.</summary>
    internal static UnitHandle EnterRoot(string name)
    {
        while (true)
        {
            if (TryEnterRoot(name, out var closed) is { } handle)
                return handle;
            closed!.Wait();
        }
    }

    /// <summary>Enters, blocking the thread while the gate is closed.</summary>
    internal static UnitHandle Enter(string name)
    {
        while (true)
        {
            if (TryEnter(name, out var closed) is { } handle)
                return handle;
            closed!.Wait();
        }
    }

    /// <summary>Joins a unit, or enters for it, without waiting. Null when the gate is closed.</summary>
    internal static UnitHandle? TryEnterFor(Unit captured, string name, out Gate? closed)
    {
        if (captured.TryEnterFor(name, out closed) is not { } unit)
            return null;
        var outer = Unit.Ambient;
        return EnteredHere(unit, outer, joins: ReferenceEquals(unit, captured) || ReferenceEquals(unit, outer));
    }

    /// <summary>Joins a unit, or enters for it, blocking the thread while the gate is closed.</summary>
    internal static UnitHandle EnterFor(Unit captured)
    {
        while (true)
        {
            if (TryEnterFor(captured, captured.Name, out var closed) is { } handle)
                return handle;
            closed!.Wait();
        }
    }

    // Makes a unit that has just begun the caller's, in place of whichever it is in.
    private static UnitHandle BeganHere(Unit unit) => EnteredHere(unit, Unit.Ambient, joins: false);

    private static UnitHandle Make(Unit unit, Unit? outer, bool joins)
    {
        try
        {
            return joins ? Joined(unit, outer) : Began(unit, outer);
        }
        catch
        {
            unit.ReleaseUnmeasured();
            throw;
        }
    }

    private bool TryEnd()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return false;
        FullFence.AfterInterlocked();
        if (Volatile.Read(ref _watch) is { } watch)
            _unit.Forget(watch);
        return true;
    }
}
