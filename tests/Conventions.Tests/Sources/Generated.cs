namespace HotWeave.Conventions.Tests.Sources;

/// <summary>A committed file that is made of something else here. <c>HOTWEAVE_ACCEPT=1</c> writes it.</summary>
internal static class Generated
{
    /// <summary>What is committed is what would be made now.</summary>
    /// <param name="file">Its path within the repository.</param>
    /// <param name="text">What would be made.</param>
    public static void IsCurrent(string file, string text)
    {
        var path = Path.Combine(SourceTree.Root, file);
        if (Environment.GetEnvironmentVariable("HOTWEAVE_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Xunit.Assert.True(File.Exists(path), $"{file} is missing; run with HOTWEAVE_ACCEPT=1 to make it.");
        Xunit.Assert.True(File.ReadAllText(path).ReplaceLineEndings("\n") == text, $"{file} is not what would be made now; run with HOTWEAVE_ACCEPT=1, and look at what changes.");
    }
}
