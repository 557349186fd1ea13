namespace HotWeave.Frameworks;

/// <summary>What knows the services of the running application, for fields of objects that exist. Thread-safe.</summary>
internal abstract class ServiceSource
{
    // Written when an application starts and stops, read without a lock by whoever first reads such a field.
    private static volatile ServiceSource? s_current;

    /// <summary>The application's; null where none runs.</summary>
    internal static ServiceSource? Current
    {
        get => s_current;
        set => s_current = value;
    }

    /// <summary>Why objects of a type cannot get a service, as the end of a sentence; null where they can.</summary>
    internal abstract string? FindObstacle(Type owner, Type service);

    /// <summary>The service for an object of a type, for which nothing was in the way.</summary>
    internal abstract object Get(Type owner, Type service);
}
