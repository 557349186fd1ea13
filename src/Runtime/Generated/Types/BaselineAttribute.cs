using System.ComponentModel;

namespace HotWeave.Runtime;

/// <summary>
/// Written by the weaver on each assembly that it wove; says which baseline the assembly is. The id travels with the code, so it
/// holds under trimming, ReadyToRun, single file and signing, where file hashes and module version ids do not.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BaselineAttribute : Attribute
{
    /// <summary>Made by the weaver only.</summary>
    /// <param name="id">SHA-256 over the unwoven file, the format number and the settings: 64 lower-case hex digits.</param>
    /// <param name="format">The number of the weaving format.</param>
    /// <param name="settings">Canonical text of the settings that the assembly was woven with.</param>
    public BaselineAttribute(string id, int format, string settings)
    {
        Id = id;
        Format = format;
        Settings = settings;
    }

    /// <summary>The baseline's identity: 64 lower-case hex digits. A patch names the baselines that it was made for by this.</summary>
    public string Id { get; }

    /// <summary>The number of the weaving format, described in <c>docs/formats.md</c>.</summary>
    public int Format { get; }

    /// <summary>Canonical text of the settings that the assembly was woven with.</summary>
    public string Settings { get; }
}
