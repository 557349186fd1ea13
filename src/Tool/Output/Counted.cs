using System.Globalization;

namespace HotWeave.Tool.Output;

/// <summary>A number of things as a person writes it.</summary>
internal static class Counted
{
    /// <summary>One thing, or several: <c>1 type</c>, <c>2 types</c>.</summary>
    public static string Name(int count, string one, string? several = null) =>
        count.ToString(CultureInfo.InvariantCulture) + " " + (count == 1 ? one : several ?? one + "s");
}
