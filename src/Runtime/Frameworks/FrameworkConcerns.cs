namespace HotWeave.Frameworks;

/// <summary>What integrations of frameworks take care of.</summary>
[Flags]
internal enum FrameworkConcerns
{
    /// <summary>The end points of an application.</summary>
    Endpoints = 1,

    /// <summary>What serialisers write and read of the application's types.</summary>
    Contracts = 2,

    /// <summary>Contracts that a generator wrote, which are code that the application's options keep the results of.</summary>
    GeneratedContracts = 4,

    /// <summary>Controllers that a patch adds.</summary>
    Controllers = 8,

    /// <summary>Hosted services that a patch adds.</summary>
    HostedServices = 16,

    /// <summary>Serialisers that a generator of Orleans wrote for types that a patch adds.</summary>
    Serialisers = 32,

    /// <summary>Services that a patch registers.</summary>
    Services = 64,

    /// <summary>What serialisers beside those of the web framework write and read of the application's types.</summary>
    FurtherContracts = 128,
}
