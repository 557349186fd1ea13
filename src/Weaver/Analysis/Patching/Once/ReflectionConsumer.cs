namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>What looks at the properties of a type.</summary>
/// <param name="Name">What people call it, such as <c>JsonSerializer.Serialize</c>.</param>
/// <param name="Kind">By what it finds them.</param>
internal sealed record ReflectionConsumer(string Name, ConsumerKind Kind)
{
    /// <summary>Whether it is given settings by which it does so.</summary>
    public bool HasSettings { get; init; }
}

/// <summary>By what a consumer finds the properties of a type.</summary>
internal enum ConsumerKind
{
    /// <summary>Contracts of System.Text.Json.</summary>
    Json,

    /// <summary>The JSON serialiser that controllers are configured with.</summary>
    ControllerJson,

    /// <summary>Model binding of controllers and pages, from routes, queries and forms.</summary>
    ModelBinding,

    /// <summary>What binds parameters of mapped handlers that no JSON is read for.</summary>
    HandlerBinding,

    /// <summary>Contracts of Newtonsoft.Json.</summary>
    NewtonsoftJson,

    /// <summary>Options that are bound from configuration.</summary>
    Options,

    /// <summary>The binder of configuration, called by the application, or what it puts into collections of options.</summary>
    Configuration,

    /// <summary>A model of Entity Framework.</summary>
    Model,

    /// <summary>The state of a grain of Orleans, which its storage writes as JSON where nobody says otherwise.</summary>
    GrainStorage,
}
