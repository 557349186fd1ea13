using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>Which method of the input is meant: its metadata token, and its readable name for people.</summary>
/// <param name="Token">The token in the module as read.</param>
/// <param name="Name">The readable name.</param>
internal readonly record struct MethodKey(uint Token, string Name)
{
    /// <summary>The key of a method that was read from a file.</summary>
    public static MethodKey Make(MethodDefinition method) => new(method.MetadataToken.ToUInt32(), ReadableName.Describe(method));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
