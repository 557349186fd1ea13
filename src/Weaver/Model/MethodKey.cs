using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>Which method of the input is meant: its metadata token, and its readable name for people.</summary>
/// <param name="Token">The token in the module as read.</param>
/// <param name="Name">The readable name.</param>
internal readonly record struct MethodKey(uint Token, string Name)
{
    /// <summary>The key of a method that was read from a file.</summary>
    public static MethodKey Of(MethodDefinition method) => new(method.MetadataToken.ToUInt32(), ReadableName.Of(method));

    // No table of methods is so long; a method that weaving itself adds has no row before it is written.
    private const uint FirstAdded = 0x06800000;

    /// <summary>The token for the next method that weaving adds to a module before it plans.</summary>
    public static MetadataToken NextAdded(ModuleDefinition module) =>
        new(FirstAdded + (uint)module.GetTypes().SelectMany(static t => t.Methods).Count(static m => m.MetadataToken.ToUInt32() >= FirstAdded));

    /// <summary>The method in the module that the key was made from.</summary>
    public MethodDefinition In(ModuleDefinition module)
    {
        var token = new MetadataToken(Token);
        return Token < FirstAdded ? (MethodDefinition)module.LookupToken(token) : module.GetTypes().SelectMany(static t => t.Methods).First(m => m.MetadataToken == token);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
