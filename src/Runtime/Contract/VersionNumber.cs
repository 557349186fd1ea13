using System.Globalization;

namespace HotWeave;

/// <summary>
/// Number of one consistent content of all swappable types in this process. 0 is the baseline, as deployed; each content that a
/// patch brings gets the next number. Numbers are never used for another content.
/// </summary>
public readonly record struct VersionNumber : IComparable<VersionNumber>
{
    /// <summary>With the given number.</summary>
    /// <param name="value">The number; not negative.</param>
    public VersionNumber(int value) => Value = value;

    /// <summary>The number; not negative.</summary>
    public int Value { get; init; }

    /// <summary>Version 0: the code as deployed.</summary>
    public static VersionNumber Baseline => default;

    /// <summary>Orders by age: a lower number was first made earlier.</summary>
    /// <param name="left">The one number.</param>
    /// <param name="right">The other number.</param>
    public static bool operator <(VersionNumber left, VersionNumber right) => left.Value < right.Value;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(VersionNumber left, VersionNumber right) => left.Value > right.Value;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(VersionNumber left, VersionNumber right) => left.Value <= right.Value;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(VersionNumber left, VersionNumber right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(VersionNumber other) => Value.CompareTo(other.Value);

    /// <summary>The number in decimal digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
