using System.ComponentModel;

namespace HotWeave.Runtime;

/// <summary>
/// Written by the weaver on a companion, once for each method whose compiled code may have methods inlined that get a stub: it is compiled
/// anew when these have it.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CompanionCallerAttribute : Attribute
{
    /// <summary>Made by the weaver only.</summary>
    /// <param name="assembly">Simple name of its assembly.</param>
    /// <param name="module">The id of its module, as <see cref="Guid.ToString()"/> writes it.</param>
    /// <param name="method">Its metadata token.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="hasLoops">Whether it has loops, so that one call of it is enough for the JIT to optimise it.</param>
    /// <param name="isMovable">Whether Harmony can compile it anew.</param>
    /// <param name="isGuess">Whether it calls them by a virtual call or a delegate only, which the JIT inlines after it has seen many.</param>
    public CompanionCallerAttribute(string assembly, string module, int method, string name, bool hasLoops, bool isMovable, bool isGuess)
    {
        Assembly = assembly;
        Module = module;
        Method = method;
        Name = name;
        HasLoops = hasLoops;
        IsMovable = isMovable;
        IsGuess = isGuess;
    }

    /// <summary>Simple name of its assembly.</summary>
    public string Assembly { get; }

    /// <summary>The id of its module, as <see cref="Guid.ToString()"/> writes it.</summary>
    public string Module { get; }

    /// <summary>Its metadata token.</summary>
    public int Method { get; }

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>Whether it has loops, so that one call of it is enough for the JIT to optimise it.</summary>
    public bool HasLoops { get; }

    /// <summary>Whether Harmony can compile it anew.</summary>
    public bool IsMovable { get; }

    /// <summary>Whether it calls them by a virtual call or a delegate only, which the JIT inlines after it has seen many.</summary>
    public bool IsGuess { get; }
}
