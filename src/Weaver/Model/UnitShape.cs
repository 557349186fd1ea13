namespace HotWeave.Weaver.Model;

/// <summary>What a unit method returns, which says when its unit ends.</summary>
internal enum UnitShape
{
    /// <summary>The unit ends with the call.</summary>
    Synchronous,

    /// <summary>A task, with or without a result: the unit ends with it.</summary>
    Task,

    /// <summary>The same as a value.</summary>
    ValueTask,

    /// <summary>An asynchronous stream: each enumeration is a unit.</summary>
    Stream,
}
