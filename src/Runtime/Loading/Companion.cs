using System.Reflection;
using HotWeave.Runtime;

namespace HotWeave.Loading;

/// <summary>What was put beside a loaded assembly to weave it from within the process.</summary>
/// <param name="Generated">The assembly that has its dispatch classes and slots.</param>
/// <param name="Baseline">What the weaver would have written on it.</param>
/// <param name="Stubs">Knows whether its methods have their stubs.</param>
internal sealed record Companion(Assembly Generated, BaselineAttribute Baseline, IStubKeeper Stubs);

/// <summary>Who put stubs into loaded methods, where others can take them out again.</summary>
internal interface IStubKeeper
{
    /// <summary>What is in the way of a patch that fills some slots; null for nothing. Called under the swap lock.</summary>
    SwapException? FindProblem(IReadOnlyCollection<FieldInfo> slots);
}
