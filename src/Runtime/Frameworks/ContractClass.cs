using System.Diagnostics.CodeAnalysis;

namespace HotWeave.Frameworks;

/// <summary>The class by which a version shows what it adds to a type.</summary>
internal static class ContractClass
{
    /// <summary>Makes what stands for an object.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The patch brings the class.")]
    internal static Func<object, object> ReadShow(Type contract) => contract.GetMethod("Show")!.CreateDelegate<Func<object, object>>();

    /// <summary>The names of all properties that the version's type declares, in their order.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The patch brings the class.")]
    internal static IReadOnlyList<string> ReadOrder(Type contract) => ((string)contract.GetField("Order")!.GetRawConstantValue()!).Split(',');
}
