using HotWeave.Runtime;
using Orleans;
using Orleans.Runtime;

namespace HotWeave.Orleans.Tests.Silo;

/// <summary>What a clock begins once more when the code has changed.</summary>
[Swappable]
internal static class Registrations
{
    internal static void Repeat(Clock clock) =>
        ((IGrainBase)clock).RegisterGrainTimer(_ => clock.TickTwiceAsync(), new GrainTimerCreationOptions(TimeSpan.Zero, TimeSpan.FromMilliseconds(5)));

    private static Task TickTwiceAsync(this Clock clock) => clock.TickAsync(default);
}
