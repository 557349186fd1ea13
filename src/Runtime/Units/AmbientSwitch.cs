using HotWeave.Protocol;

namespace HotWeave.Runtime;

/// <summary>Makes a unit the ambient one for a stretch of synchronous code. Not thread-safe; lives in one activation.</summary>
/// <remarks>
/// Restoring the context that was there costs nothing; setting the value again makes a new one. What the code in between changed in
/// the context its caller is to see, so then the value is set.
/// </remarks>
internal struct AmbientSwitch
{
    private ExecutionContext? _before;
    private ExecutionContext? _within;
    private Unit? _unit;
    private Unit? _outer;

    /// <summary>Whether another unit was ambient before, or none.</summary>
    internal readonly bool IsSwitched => _unit is not null;

    /// <summary>Makes <paramref name="unit"/> ambient; <paramref name="outer"/> is what is ambient now.</summary>
    internal void To(Unit unit, Unit? outer)
    {
        if (ReferenceEquals(unit, outer))
            return;
        _unit = unit;
        _outer = Unit.AmbientPlace;
        _before = ExecutionContext.Capture();
        Unit.SetAmbient(unit);
        _within = ExecutionContext.Capture();
    }

    /// <summary>Puts back what was there.</summary>
    internal readonly void Back()
    {
        if (_unit is null)
            return;
        if (_before is not null && ReferenceEquals(ExecutionContext.Capture(), _within))
            ExecutionContext.Restore(_before);
        else if (ReferenceEquals(Unit.Ambient, _unit))
            Unit.SetAmbient(_outer);
    }
}
