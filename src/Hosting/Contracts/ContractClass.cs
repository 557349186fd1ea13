using System.Diagnostics.CodeAnalysis;

namespace HotWeave.AspNetCore.Contracts;

/// <summary>The class by which a version shows what it adds to a type.</summary>
internal static class ContractClass
{
    /// <summary>Makes what stands for an object.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The patch brings the class.")]
    internal static Func<object, object> ReadShow(Type contract) => contract.GetMethod("Show")!.CreateDelegate<Func<object, object>>();
}
