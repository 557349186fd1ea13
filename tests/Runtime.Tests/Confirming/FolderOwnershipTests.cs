using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using HotWeave.Confirming;
using HotWeave.Files;
using HotWeave.Runtime.Tests.HandWoven;
using HotWeave.Runtime.Tests.Swapping;
using HotWeave.Trust;
using Xunit;

namespace HotWeave.Runtime.Tests.Confirming;

/// <summary>What lies in the folder of confirmed patches is believed only where nobody else could have put it there.</summary>
[SupportedOSPlatform("linux")]
public sealed class FolderOwnershipTests : SwapTest, IDisposable
{
    private const uint Nobody = 65534;
    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;

    private readonly string _outer = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public FolderOwnershipTests()
    {
        Directory.CreateDirectory(_outer);
        AppContext.SetData("HotWeave.Patches", Folder);
        AppContext.SetData("HotWeave.StartLife", "0");
    }

    private string Folder => Path.Combine(_outer, "patches");

    public void Dispose()
    {
        AppContext.SetData("HotWeave.Patches", null);
        AppContext.SetData("HotWeave.StartLife", null);
        AppContext.SetData("HotWeave.StrictModes", null);
        Directory.Delete(_outer, recursive: true);
    }

    [Fact]
    public async Task What_is_made_is_closed_to_others()
    {
        await ConfirmAsync("OwnedMade");
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(Folder));
        var files = Directory.GetFiles(Folder);
        Assert.Equal(["audit.jsonl", "hotpatch", "journal", "lock"], files.Select(static f => Path.GetExtension(f) is ".hotpatch" ? "hotpatch" : Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.All(files, static file => Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(file)));
    }

    [Theory]
    [InlineData("", (UnixFileMode)0b010_000)]
    [InlineData("", (UnixFileMode)0b000_010)]
    [InlineData("journal", (UnixFileMode)0b010_000)]
    [InlineData("*.hotpatch", (UnixFileMode)0b000_010)]
    [InlineData("..", (UnixFileMode)0b000_010)]
    public async Task HW6350_what_others_may_write_is_not_applied_again(string what, UnixFileMode bit)
    {
        await ConfirmAsync("OwnedMode" + what.Length + (int)bit);
        var path = Find(what);
        var mode = File.GetUnixFileMode(path);
        File.SetUnixFileMode(path, mode | bit);
        Assert.Contains(path, (await RefusedAsync("HW6350", () => HotSwap.ReapplyAsync())).Message, StringComparison.Ordinal);

        AppContext.SetData("HotWeave.StrictModes", "no");
        await HotSwap.ReapplyAsync();
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        AppContext.SetData("HotWeave.StrictModes", null);

        File.SetUnixFileMode(path, mode);
        Assert.NotNull(await HotSwap.ReapplyAsync());
    }

    [Fact]
    public async Task HW6350_nothing_is_confirmed_in_a_folder_that_others_may_write()
    {
        var counters = new Counters("OwnedConfirm", 1);
        var applied = await HotSwap.ApplyAsync(counters.Patch(1));
        Directory.CreateDirectory(Folder);
        File.SetUnixFileMode(Folder, Everybody);
        await RefusedAsync("HW6350", () => HotSwap.ConfirmAsync());
        Assert.False(HotSwap.GetStatus().Find(applied.To)!.Confirmed);
        Assert.False(File.Exists(Path.Combine(Folder, "journal")));
    }

    [Fact]
    public async Task HW6350_a_link_in_place_of_a_patch_is_not_followed()
    {
        await ConfirmAsync("OwnedLink");
        var patch = Find("*.hotpatch");
        File.Move(patch, patch + ".there");
        File.CreateSymbolicLink(patch, patch + ".there");
        await RefusedAsync("HW6350", () => HotSwap.ReapplyAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("journal")]
    [InlineData("*.hotpatch")]
    public async Task HW6350_what_belongs_to_another_user_is_not_applied_again(string what)
    {
        // Only root can give files away.
        if (!Environment.IsPrivilegedProcess)
            return;
        await ConfirmAsync("OwnedUser" + what.Length);
        var path = Find(what);
        Assert.Equal(0, Own(path, Nobody, Nobody));
        await RefusedAsync("HW6350", () => HotSwap.ReapplyAsync());
        Assert.Equal(0, Own(path, 0, 0));
        Assert.NotNull(await HotSwap.ReapplyAsync());
    }

    [Fact]
    public void A_link_to_the_folder_is_judged_by_what_it_leads_to()
    {
        var link = Path.Combine(_outer, "link");
        var open = Path.Combine(_outer, "open", "patches");
        Directory.CreateDirectory(open);
        File.CreateSymbolicLink(link, open);
        Assert.Null(FileOwnership.FindFault(link));
        File.SetUnixFileMode(Path.GetDirectoryName(open)!, Everybody);
        Assert.Contains("open may be written by others (mode 777)", FileOwnership.FindFault(link), StringComparison.Ordinal);
        Assert.Null(FileOwnership.FindFault(Path.Combine(_outer, "nothing there")));
    }

    private string Find(string what) => what switch
    {
        "" => Folder,
        ".." => _outer,
        _ => Assert.Single(Directory.GetFiles(Folder, what)),
    };

    private static async Task ConfirmAsync(string name)
    {
        await HotSwap.ApplyAsync(new Counters(name, 1).Patch(1));
        await HotSwap.ConfirmAsync();
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
    }

    [DllImport("libc", EntryPoint = "chown")]
    private static extern int Own([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);
}
