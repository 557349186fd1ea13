using HotWeave.Protocol;

namespace HotWeave;

/// <summary>A unit of work to go back into, made by <see cref="UnitOfWork.Capture"/>. Immutable; may be entered any number of times, on any thread.</summary>
public readonly struct CapturedUnit : IEquatable<CapturedUnit>
{
    private readonly Unit? _unit;

    internal CapturedUnit(Unit? unit) => _unit = unit;

    /// <summary>Whether two captures are of one unit.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(CapturedUnit left, CapturedUnit right) => left.Equals(right);

    /// <summary>Whether two captures are of different units.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(CapturedUnit left, CapturedUnit right) => !left.Equals(right);

    /// <summary>
    /// Makes the unit the caller's, in place of whichever it is in, until the handle is disposed. If the unit has ended, or was
    /// captured outside any, this is <see cref="UnitOfWork.Enter"/>.
    /// </summary>
    /// <returns>A handle to dispose when the work is done.</returns>
    public UnitHandle Enter()
    {
        if (_unit is null)
            return UnitOfWork.Enter();
        if (!_unit.TryJoin())
            return UnitHandle.EnterFor(_unit);
        var outer = Unit.Ambient;
        if (!ReferenceEquals(outer, _unit))
            Unit.SetAmbient(_unit);
        return UnitHandle.Joined(_unit, outer);
    }

    /// <inheritdoc/>
    public bool Equals(CapturedUnit other) => ReferenceEquals(_unit, other._unit);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CapturedUnit other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _unit?.GetHashCode() ?? 0;
}
