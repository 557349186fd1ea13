using System.Reflection;
using Xunit;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>Text that is committed, and compared with what a test makes. Set HOTWEAVE_ACCEPT=1 to write what is made.</summary>
public static class Snapshot
{
    public static void Matches(string name, string actual)
    {
        var path = Path.Combine(ProjectDirectory, "Snapshots", name + ".txt");
        if (Environment.GetEnvironmentVariable("HOTWEAVE_ACCEPT") == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"There is no snapshot {path}; run with HOTWEAVE_ACCEPT=1 to make it. It would be:\n{actual}");
        Assert.Equal(File.ReadAllText(path), actual, ignoreLineEndingDifferences: true);
    }

    private static string ProjectDirectory =>
        typeof(Snapshot).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!;
}
