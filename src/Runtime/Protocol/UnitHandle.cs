namespace HotWeave.Protocol;

/// <summary>
/// One hold on a unit, made by entering it. Dispose it once the work is done; disposing again does nothing. The unit ends when
/// all its handles are disposed.
/// </summary>
internal sealed class UnitHandle : IDisposable
{
    private readonly Unit? _outer;
    private Unit? _unit;

    private UnitHandle(Unit unit, Unit? outer)
    {
        _unit = unit;
        _outer = outer;
    }

    /// <summary>Enters without waiting: joins the ambient unit, or begins a root unit. Null when the gate is closed.</summary>
    /// <remarks>Sets the ambient unit of the calling context, so call it in the method that is the unit, not in an async callee.</remarks>
    internal static UnitHandle? TryEnter(out Gate? closed)
    {
        var outer = Unit.Ambient;
        if (outer is not null && outer.Epoch.Number >= Transition.World.Floor && outer.TryHold())
        {
            closed = null;
            return new UnitHandle(outer, outer);
        }

        if (Unit.TryBegin(out closed) is not { } unit)
            return null;
        Unit.SetAmbient(unit);
        return new UnitHandle(unit, outer);
    }

    /// <summary>Enters, blocking the thread while the gate is closed.</summary>
    internal static UnitHandle Enter()
    {
        while (true)
        {
            if (TryEnter(out var closed) is { } handle)
                return handle;
            closed!.Opened.GetAwaiter().GetResult();
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _unit, null) is not { } unit)
            return;
        if (ReferenceEquals(Unit.Ambient, unit))
            Unit.SetAmbient(_outer);
        unit.Release();
    }
}
