using System.Security.Cryptography;

namespace HotWeave.Dashboard.Operations;

/// <summary>The patches that were uploaded to be checked, until they are applied or others take their place; kept in memory only.</summary>
internal sealed class UploadedPatches
{
    private const int MostPatches = 4;

    // The oldest first. Several operators may upload at once.
    private readonly List<UploadedPatch> _patches = [];

    /// <summary>Keeps one; the oldest goes where there are too many.</summary>
    /// <param name="process">The key of the process that it is for.</param>
    /// <param name="name">What the file is called.</param>
    /// <param name="bytes">What is in it.</param>
    public UploadedPatch Keep(string process, string name, byte[] bytes)
    {
        var patch = new UploadedPatch(Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant(), process, name, bytes);
        lock (_patches)
        {
            _patches.RemoveAll(p => p.Key == patch.Key && p.Process == process);
            _patches.Add(patch);
            if (_patches.Count > MostPatches)
                _patches.RemoveAt(0);
        }

        return patch;
    }

    /// <summary>One that was kept; null where it is not any more.</summary>
    public byte[]? Find(string process, string key)
    {
        lock (_patches)
            return _patches.Find(p => p.Key == key && p.Process == process)?.Bytes;
    }
}

/// <summary>A patch that was uploaded.</summary>
/// <param name="Key">The digest of the file.</param>
/// <param name="Process">The key of the process that it is for.</param>
/// <param name="Name">What the file is called.</param>
/// <param name="Bytes">What is in it.</param>
internal sealed record UploadedPatch(string Key, string Process, string Name, byte[] Bytes);
