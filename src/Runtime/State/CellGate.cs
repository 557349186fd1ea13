namespace HotWeave.State;

/// <summary>Guards an object's cells while one is made: one initialiser runs at a time, and only once per cell.</summary>
internal sealed class CellGate
{
    /// <summary>Indexes whose initialiser runs. Guarded by the gate itself.</summary>
    internal List<int> Making { get; } = [];
}
