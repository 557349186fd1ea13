namespace HotWeave.Protocol;

/// <summary>What holds a unit of work until somebody disposes it.</summary>
internal interface IUnitHandle
{
    /// <summary>Has it take itself off the list when it is disposed; false when it is already.</summary>
    bool TryWatch(HandleWatch watch);
}
