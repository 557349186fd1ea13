using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>
/// The types of an assembly that are the same in both builds, with all types in them, found in the rows of the files: a release changes few
/// types, and only those need objects, keys and rules. What it does not call untouched may be the same for all that; the rules say.
/// </summary>
internal sealed class UntouchedTypes
{
    private readonly ModuleDefinition _new;
    private readonly ModuleDefinition _old;
    private readonly int[] _oldOfNew;
    private readonly int[] _newOfOld;

    /// <param name="new">The new build.</param>
    /// <param name="old">The deployed build.</param>
    /// <param name="oldOfNew">By the row of each type of the new build, the row of the deployed type that it is; 0 for the others.</param>
    /// <param name="newOfOld">The same the other way.</param>
    public UntouchedTypes(ModuleDefinition @new, ModuleDefinition old, int[] oldOfNew, int[] newOfOld) =>
        (_new, _old, _oldOfNew, _newOfOld) = (@new, old, oldOfNew, newOfOld);

    /// <summary>Whether a type of either build is one.</summary>
    public bool Contains(TypeDefinition type) =>
        type.Module == _new ? _oldOfNew[type.MetadataToken.RID] != 0 : type.Module == _old && _newOfOld[type.MetadataToken.RID] != 0;

    /// <summary>The other types of a module.</summary>
    public IEnumerable<TypeDefinition> OthersIn(ModuleDefinition module) => module.GetTypes().Where(t => !Contains(t));

    /// <summary>The deployed type that an untouched one of the new build is.</summary>
    public TypeDefinition OldOf(TypeDefinition type) =>
        (TypeDefinition)_old.LookupToken(new MetadataToken(TokenType.TypeDef, _oldOfNew[type.MetadataToken.RID]));

    /// <summary>None of them.</summary>
    public static UntouchedTypes None(AssemblyPair pair) => new(pair.New, pair.Old, new int[Rows(pair.New)], new int[Rows(pair.Old)]);

    private static int Rows(ModuleDefinition module) => module.GetTypes().Max(static t => (int)t.MetadataToken.RID) + 1;
}
