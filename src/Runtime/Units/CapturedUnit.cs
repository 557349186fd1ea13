using HotWeave.Protocol;
using HotWeave.Runtime;

namespace HotWeave;

/// <summary>
/// A unit of work to go back into, made by <see cref="UnitOfWork.Capture"/> or <see cref="FromTag"/>. Immutable; may be entered any number of
/// times, on any thread. Who enters joins the unit while it lasts, and never waits then.
/// </summary>
public readonly struct CapturedUnit : IEquatable<CapturedUnit>
{
    private readonly Unit? _unit;

    internal CapturedUnit(Unit? unit) => _unit = unit;

    /// <summary>Whether there is a unit to join: one was captured, and it has not ended.</summary>
    public bool IsRunning => _unit is { IsAlive: true };

    /// <summary>
    /// The unit as a text that travels in a message, where no object can: <see cref="FromTag"/> of the same process finds the unit by it as long
    /// as it lasts. Null where there is no unit or it has ended. In another process the text names none, so that this process begins units by
    /// its own rule.
    /// </summary>
    public string? Tag => _unit?.ListForTravel() is { } number and not 0 ? new UnitTag(UnitTag.ThisProcess, number, _unit.Version).ToString() : null;

    /// <summary>Whether two captures are of one unit.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(CapturedUnit left, CapturedUnit right) => left.Equals(right);

    /// <summary>Whether two captures are of different units.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(CapturedUnit left, CapturedUnit right) => !left.Equals(right);

    /// <summary>The unit that a message names.</summary>
    /// <param name="tag">What <see cref="Tag"/> gave; null, or of whatever origin.</param>
    /// <returns>A capture of the unit; of none, if it has ended, belongs to another process, or the text is no tag.</returns>
    public static CapturedUnit FromTag(string? tag) =>
        UnitTag.TryParse(tag, out var parsed) && parsed.Process == UnitTag.ThisProcess ? new CapturedUnit(TravellingUnits.Find(parsed.Number)) : default;

    /// <summary>
    /// Makes the unit the caller's, in place of whichever it is in, until the handle is disposed. If the unit has ended, or was
    /// captured outside any, this is <see cref="UnitOfWork.Enter"/>.
    /// </summary>
    /// <returns>A handle to dispose when the work is done.</returns>
    public UnitHandle Enter() => _unit is null ? UnitOfWork.Enter() : UnitHandle.EnterFor(_unit);

    /// <summary>As <see cref="Enter"/>, waiting without a thread while new units have to wait, which only who joins no unit ever has to.</summary>
    /// <param name="name">What status and messages call a unit that begins here; null for the name of the captured one.</param>
    /// <param name="cancellationToken">Ends the waiting with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>What to await, once and at once: <c>using var unit = await captured.EnterAsync();</c></returns>
    public UnitEntry EnterAsync(string? name = null, CancellationToken cancellationToken = default) =>
        new(name ?? _unit?.Name ?? UnitOfWork.Unnamed, isRoot: false, _unit, true, cancellationToken);

    /// <summary>As <see cref="Enter"/>, without waiting.</summary>
    /// <param name="name">What status and messages call a unit that begins here; null for the name of the captured one.</param>
    /// <returns>A handle to dispose when the work is done; null while new units have to wait, and then nothing has changed.</returns>
    public UnitHandle? TryEnter(string? name = null) =>
        _unit is null
            ? UnitHandle.TryEnter(name ?? UnitOfWork.Unnamed, out _)
            : UnitHandle.TryEnterFor(_unit, name ?? _unit.Name, out _);

    /// <inheritdoc/>
    public bool Equals(CapturedUnit other) => ReferenceEquals(_unit, other._unit);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CapturedUnit other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _unit?.GetHashCode() ?? 0;
}
