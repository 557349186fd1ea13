using HotWeave.Protocol;

namespace HotWeave.Loading;

/// <summary>A type of which no object may be alive when its patch becomes current, in the process.</summary>
/// <param name="Slot">The slot of the deployed type.</param>
/// <param name="Fields">What only its constructors know; equal for patches whose constructors fill the same.</param>
internal sealed record BoundUnmade(TypeSlot Slot, string Fields);
