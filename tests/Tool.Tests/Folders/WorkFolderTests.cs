using HotWeave.Tool.Folders;

namespace HotWeave.Tool.Tests.Folders;

/// <summary>What operations leave in the temporary folder.</summary>
public sealed class WorkFolderTests
{
    [Fact]
    public void What_an_operation_left_that_was_killed_goes_with_the_next()
    {
        var left = Directory.CreateTempSubdirectory("hotweave-work-").FullName;
        File.WriteAllText(Path.Combine(left, "file"), "left");

        using var work = new WorkFolder();

        Assert.False(Directory.Exists(left));
    }

    [Fact]
    public void What_another_operation_uses_stays()
    {
        using var used = new WorkFolder();
        var file = used.Write("in/file", [1]);

        using (new WorkFolder())
            Assert.True(File.Exists(file));

        Assert.True(File.Exists(file));
    }

    [Fact]
    public void What_others_may_change_stays()
    {
        var open = Directory.CreateTempSubdirectory("hotweave-work-").FullName;
        File.SetUnixFileMode(open, (UnixFileMode)0x1FF);
        try
        {
            using var work = new WorkFolder();

            Assert.True(Directory.Exists(open));
        }
        finally
        {
            Directory.Delete(open);
        }
    }
}
