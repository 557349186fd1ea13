namespace HotWeave.Files;

/// <summary>Makes folders and files that nobody but their owner may look into (0700 and 0600); what exists keeps the mode that it has.</summary>
internal static class OwnFiles
{
    private const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    internal static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, File | UnixFileMode.UserExecute);
    }

    internal static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share, int bufferSize = 1)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = bufferSize };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
            options.UnixCreateMode = File;
        return new FileStream(path, options);
    }
}
