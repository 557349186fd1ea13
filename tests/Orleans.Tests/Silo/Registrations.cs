using HotWeave.Runtime;

namespace HotWeave.Orleans.Tests.Silo;

/// <summary>What a clock begins once more when the code has changed.</summary>
[Swappable]
internal static class Registrations
{
    internal static void Repeat(Clock clock) => ArgumentNullException.ThrowIfNull(clock);
}
