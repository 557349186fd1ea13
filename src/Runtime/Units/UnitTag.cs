using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace HotWeave.Runtime;

/// <summary>The text by which a unit travels in messages: the process, the unit's number there, and the version that it sees.</summary>
/// <remarks>Numbers are used once in a process only, and processes have names that no other has; so a text names one unit or none.</remarks>
internal readonly record struct UnitTag(string Process, long Number, int Version)
{
    private const int Parts = 3;

    /// <summary>The name of this process among all that may get its messages.</summary>
    internal static string ThisProcess { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Process}.{Number}.{Version}");

    internal static bool TryParse([NotNullWhen(true)] string? text, out UnitTag tag)
    {
        tag = default;
        if (text?.Split('.') is not { Length: Parts } parts)
            return false;
        if (!long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return false;
        }

        tag = new UnitTag(parts[0], number, version);
        return true;
    }
}
