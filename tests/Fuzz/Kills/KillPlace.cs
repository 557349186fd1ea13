namespace HotWeave.Fuzz.Kills;

/// <summary>Where an operation is killed.</summary>
/// <param name="Root">Everything that it may change lies in here.</param>
/// <param name="Folder">What it changes.</param>
internal sealed record KillPlace(string Root, string Folder)
{
    /// <summary>The temporary folder of its processes.</summary>
    public string Temporary => Path.Combine(Root, "tmp");

    /// <summary>Makes it anew, with a folder as it is before.</summary>
    public static KillPlace Make(string scratch, string before)
    {
        var root = Path.Combine(scratch, "place");
        if (Directory.Exists(root))
            Directory.Delete(root, recursive: true);
        var place = new KillPlace(root, Path.Combine(root, "folder"));
        Directory.CreateDirectory(place.Temporary);
        FolderState.Copy(before, place.Folder);
        return place;
    }
}
