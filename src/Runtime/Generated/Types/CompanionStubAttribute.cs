using System.ComponentModel;

namespace HotWeave.Runtime;

/// <summary>Written by the weaver on each dispatch method of a companion: which method of the loaded assembly its stub goes to.</summary>
[AttributeUsage(AttributeTargets.Method)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CompanionStubAttribute : Attribute
{
    /// <summary>Made by the weaver only.</summary>
    /// <param name="method">The method's metadata token.</param>
    public CompanionStubAttribute(int method) => Method = method;

    /// <summary>The method's metadata token.</summary>
    public int Method { get; }
}
