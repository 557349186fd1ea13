using HotWeave.Fuzz.Kills;
using Xunit;

namespace HotWeave.Fuzz.Tests;

/// <summary>The judge of system calls; what it judges is traced in the long run, which needs strace.</summary>
public sealed class DiskOrderTests
{
    private const string Patch = "7 pwrite64(9</f/a.new>, \"x\"..., 1, 0) = 1|7 fsync(9</f/a.new>) = 0|7 rename(\"/f/a.new\", \"/f/a\") = 0";
    private const string Journal = "8 write(9</f/j.new>, \"x\"..., 1) = 1|8 fsync(9</f/j.new>) = 0|8 rename(\"/f/j.new\", \"/f/journal\") = 0";
    private const string Folder = "7 fsync(9</f>) = 0";

    [Theory]
    [InlineData($"{Patch}|{Folder}|{Journal}|{Folder}")]
    [InlineData($"{Patch}|{Patch}|{Folder}|{Journal}|{Folder}")]
    [InlineData($"{Folder}|{Patch}|{Folder}|{Journal}|{Folder}|7 rename(\"/other/a\", \"/other/b\") = 0")]
    public void What_is_on_the_disk_in_its_order_is_right(string calls) => Assert.Empty(Judge(calls));

    [Theory]
    [InlineData($"{Patch}|{Journal}|{Folder}", "the name of /f/a is not on the disk before /f/journal")]
    [InlineData($"{Folder}|{Patch}|{Journal}|{Folder}", "the name of /f/a is not on the disk before /f/journal")]
    [InlineData($"{Patch}|{Folder}|{Journal}", "the name of /f/journal is not on the disk before the end")]
    [InlineData($"7 write(9</f/j.new>, \"x\", 1) = 1|7 rename(\"/f/j.new\", \"/f/journal\") = 0|{Folder}", "/f/journal gets its name before its content is on the disk")]
    [InlineData($"7 renameat2(AT_FDCWD</w>, \"/f/x\", AT_FDCWD</w>, \"/f/a\", 0) = 0|{Journal}|{Folder}", "the name of /f/a is not on the disk before /f/journal")]
    public void What_a_power_failure_would_lose_is_named(string calls, string wrong) => Assert.Equal([wrong], Judge(calls));

    private static IReadOnlyList<string> Judge(string calls) => new DiskOrder("/f").Judge(calls.Split('|'), "journal");
}
