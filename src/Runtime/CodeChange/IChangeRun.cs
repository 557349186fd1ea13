namespace HotWeave.CodeChange;

/// <summary>What a hook's context reaches.</summary>
internal interface IChangeRun
{
    VersionNumber FromVersion { get; }

    VersionNumber ToVersion { get; }

    CancellationToken Cancellation { get; }

    /// <summary>The application's; null where it has none, or has not handed them over.</summary>
    IServiceProvider? Services { get; }

    /// <summary>Has an object converted, once.</summary>
    void Add(object instance);

    /// <summary>What a hook does to objects through its context; nothing once everything is restored.</summary>
    /// <exception cref="OperationCanceledException">The time is up.</exception>
    void Write(Action write);
}
