using System.ComponentModel;

namespace HotWeave.Runtime;

/// <summary>
/// Written by the maker of a patch on what delegates name that the patch makes of members which it adds to deployed types: methods, lambdas, and the closure classes of these. By
/// this a later patch finds them and brings their next bodies.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AddedMemberAttribute : Attribute
{
    /// <summary>Made by the maker of patches only.</summary>
    /// <param name="assembly">Simple name of the assembly whose new build has the member.</param>
    /// <param name="key">What tells the member from all others of that assembly, in every build.</param>
    /// <param name="generated">What tells it from others that the compiler made; empty for what a person wrote.</param>
    /// <param name="name">The name of the member, or of the method that it is part of, for people.</param>
    public AddedMemberAttribute(string assembly, string key, string generated, string name)
    {
        Assembly = assembly;
        Key = key;
        Generated = generated;
        Name = name;
    }

    /// <summary>Simple name of the assembly whose new build has the member.</summary>
    public string Assembly { get; }

    /// <summary>What tells the member from all others of that assembly, in every build.</summary>
    public string Key { get; }

    /// <summary>What tells it from others that the compiler made; empty for what a person wrote.</summary>
    public string Generated { get; }

    /// <summary>The name of the member, or of the method that it is part of, for people.</summary>
    public string Name { get; }
}
