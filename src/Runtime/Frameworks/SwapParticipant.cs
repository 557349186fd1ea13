using System.Reflection;

namespace HotWeave.Frameworks;

/// <summary>
/// What the integration of a framework does round turns, so that the framework has one version as the code has: one object for each running
/// application. Called by the thread of the operation, which holds the swap lock, but for <see cref="Settle"/>.
/// </summary>
internal abstract class SwapParticipant
{
    /// <summary>What it takes care of.</summary>
    internal abstract FrameworkConcerns Concern { get; }

    /// <summary>
    /// Makes ready what the version needs. Nobody has it yet, but the calls made here run it. What is shown from here on must do for who
    /// has either version.
    /// </summary>
    /// <param name="version">The version.</param>
    /// <exception cref="SwapException">It cannot be; nothing has changed.</exception>
    internal abstract void Stage(StagedVersion version);

    /// <summary>The version that was staged is current. Must not throw.</summary>
    internal abstract void Turn(int version);

    /// <summary>The version will not be current. Must not throw.</summary>
    internal abstract void Undo(int version);

    /// <summary>Nobody has another version than the current one. Must not throw; called on any thread.</summary>
    internal abstract void Settle();
}

/// <summary>A version that is about to be current, or to be tried on a share of the units.</summary>
/// <param name="From">The number of the current version.</param>
/// <param name="To">Its own number.</param>
/// <param name="MapsDeployed">Maps the end points of the deployed <c>Main</c> by whichever bodies the caller's version has; null where no
/// patch in question says what these are.</param>
/// <param name="Maps">Maps the end points of the version's build; null where they are those of the deployed one.</param>
internal sealed record StagedVersion(int From, int To, MethodInfo? MapsDeployed, MethodInfo? Maps)
{
    /// <summary>The deployed types with properties that the version adds.</summary>
    internal IReadOnlyList<ShownType> Shown { get; init; } = [];

    /// <summary>All types that the version adds, with those that compilers and generators made.</summary>
    internal IReadOnlyList<StagedType> Added { get; init; } = [];

    /// <summary>The controllers that the version adds.</summary>
    internal IReadOnlyList<Type> Controllers { get; init; } = [];

    /// <summary>What the version means for the actions of deployed controllers.</summary>
    internal IReadOnlyList<ServedActions> Actions { get; init; } = [];

    /// <summary>The hosted services that the version adds, in the order of their registration.</summary>
    internal IReadOnlyList<Type> HostedServices { get; init; } = [];

    /// <summary>Register the services that the version has more than the deployed build.</summary>
    internal IReadOnlyList<MethodInfo> Registers { get; init; } = [];

    /// <summary>What somebody has to take care of for the version.</summary>
    internal FrameworkConcerns Needs => (Maps is null ? 0 : FrameworkConcerns.Endpoints) | (Shown.Count == 0 ? 0 : FrameworkConcerns.Contracts)
        | (HostedServices.Count == 0 ? 0 : FrameworkConcerns.HostedServices) | (Registers.Count == 0 ? 0 : FrameworkConcerns.Services);
}

/// <summary>A type that a version adds.</summary>
/// <param name="Type">The type.</param>
/// <param name="Assembly">The simple name of the assembly that has it in the version's build, and in the next deployment.</param>
internal sealed record StagedType(Type Type, string Assembly);

/// <summary>A deployed type with properties that a version adds and shows to serialisers.</summary>
/// <param name="Type">The type; a generic one open over its parameters.</param>
/// <param name="Contract">
/// The class of the patch that has them, open likewise: its static method <c>Show</c> makes what stands for an object, and its constant
/// <c>Order</c> names all properties of the version's type in their order.
/// </param>
internal sealed record ShownType(Type Type, Type Contract);
