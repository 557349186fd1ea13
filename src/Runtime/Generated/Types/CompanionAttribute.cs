using System.ComponentModel;

namespace HotWeave.Runtime;

/// <summary>
/// Written by the weaver on the companion of an assembly that is woven in a live process from within: the assembly that has its dispatch
/// classes and slots, since a loaded one can be given no types; says which baseline the two of them are.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CompanionAttribute : Attribute
{
    /// <summary>Made by the weaver only.</summary>
    /// <param name="assembly">Simple name of the assembly that it is for.</param>
    /// <param name="module">The id of that assembly's module, as <see cref="Guid.ToString()"/> writes it.</param>
    /// <param name="id">The baseline's identity, as in <see cref="BaselineAttribute"/>.</param>
    /// <param name="format">The number of the weaving format.</param>
    /// <param name="settings">Canonical text of the settings that the assembly was woven with.</param>
    public CompanionAttribute(string assembly, string module, string id, int format, string settings)
    {
        Assembly = assembly;
        Module = module;
        Id = id;
        Format = format;
        Settings = settings;
    }

    /// <summary>Simple name of the assembly that it is for.</summary>
    public string Assembly { get; }

    /// <summary>The id of that assembly's module, as <see cref="Guid.ToString()"/> writes it.</summary>
    public string Module { get; }

    /// <summary>The baseline's identity, as in <see cref="BaselineAttribute"/>.</summary>
    public string Id { get; }

    /// <summary>The number of the weaving format.</summary>
    public int Format { get; }

    /// <summary>Canonical text of the settings that the assembly was woven with.</summary>
    public string Settings { get; }
}
