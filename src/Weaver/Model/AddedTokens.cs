using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>
/// Tokens for the methods that weaving adds to a module before it plans: these have no row before they are written, and plans name methods
/// by token.
/// </summary>
internal sealed class AddedTokens
{
    // No table of methods is so long.
    private const uint First = 0x06800000;

    private uint _next;

    /// <summary>Begins after what <paramref name="module"/> has of them.</summary>
    public AddedTokens(ModuleDefinition module) =>
        _next = First + (uint)module.GetTypes().SelectMany(static t => t.Methods).Count(static m => IsAdded(m.MetadataToken.ToUInt32()));

    /// <summary>The token of the next method.</summary>
    public MetadataToken TakeNext() => new(_next++);

    /// <summary>Whether a token is one of these.</summary>
    public static bool IsAdded(uint token) => token >= First;
}
