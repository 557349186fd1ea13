using System.Text.Json;
using HotWeave.Tool.Folders;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Folders;

/// <summary>A folder is input: what lies in it and beside it makes the tool touch nothing outside, and believe nobody but its owner.</summary>
public sealed class HostileFolderTests : IDisposable
{
    private readonly PublishedApp _app = new();
    private readonly string _victim;

    public HostileFolderTests()
    {
        _victim = Path.Combine(_app.Beside, "victim.txt");
        File.WriteAllText(_victim, "precious");
    }

    public void Dispose() => _app.Dispose();

    public static TheoryData<string> Paths() =>
    [
        "", ".", "..", "/", "../victim.txt", "./victim.txt", "a/../../victim.txt", "a/..", "a/.", "a//b", "a/", "//victim.txt", "/etc/victim",
        "..\\victim.txt", "a\\..\\..\\victim.txt", "C:\\victim.txt", "C:victim.txt", "a\nb", "a\0b", "../app/../victim.txt", "{victim}",
        "linked/victim.txt", "data/linked/victim.txt",
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_journal_replaces_and_deletes_nothing_by_such_a_path(string path)
    {
        foreach (var staged in new[] { "null", "\"0\"" })
        {
            Link();
            Write(".hotweave/staging/0", "attacker");
            Write(".hotweave/journal.json", $$"""[{"Path":{{Quoted(path)}},"Staged":{{staged}}}]""");
            Refused("HW7110", "--all");
        }
    }

    [Theory]
    [InlineData("../0")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    [InlineData("0/../../../victim.txt")]
    [InlineData("journal")]
    public void A_journal_takes_staged_files_only_by_their_numbers(string staged)
    {
        Write(".hotweave/staging/0", "attacker");
        Write(".hotweave/journal.json", $$"""[{"Path":"new.txt","Staged":{{Quoted(staged)}}}]""");
        Refused("HW7110", "--all");
        Assert.False(File.Exists(_app.File("new.txt")));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_record_restores_and_deletes_nothing_by_such_a_path(string path)
    {
        var digest = FolderRecord.Digest("precious"u8);
        foreach (var original in new[] { "null", $"\"{digest}\"" })
        {
            Link();
            Write(".hotweave/record.json", $$"""{"format":1,"sequence":1,"files":[{"path":{{Quoted(path)}},"original":{{original}},"woven":"{{digest}}"}]}""");
            Refused("HW7110", "--restore");
            Refused("HW7110", "--all");
        }
    }

    [Theory]
    [InlineData("[null]")]
    [InlineData("""[{"path":null,"original":null,"woven":"00"}]""")]
    [InlineData("""[{"path":"a.txt","original":null,"woven":null}]""")]
    [InlineData("""[{"path":".hotweave/record.json","original":null,"woven":"00"}]""")]
    public void A_record_with_holes_is_damaged(string files)
    {
        Write(".hotweave/record.json", $$"""{"format":1,"sequence":1,"files":{{files}}}""");
        Refused("HW7110", "--restore");
    }

    [Theory]
    [InlineData(".hotweave")]
    [InlineData(".hotweave/staging")]
    [InlineData(".hotweave/originals")]
    [InlineData(".hotweave/record.json")]
    [InlineData(".hotweave/journal.json")]
    public void Links_are_not_followed(string link)
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(_app.Beside, "elsewhere")).FullName;
        File.WriteAllText(Path.Combine(elsewhere, "kept.txt"), "precious");
        Directory.CreateDirectory(Path.GetDirectoryName(_app.File(link))!);
        File.CreateSymbolicLink(_app.File(link), link.EndsWith(".json", StringComparison.Ordinal) ? _victim : elsewhere);
        Refused("HW7121", "--all");
        Assert.Equal("precious", File.ReadAllText(Path.Combine(elsewhere, "kept.txt")));
    }

    [Fact]
    public void A_sibling_that_is_a_link_is_not_taken_for_the_folders()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(_app.Beside, "elsewhere")).FullName;
        File.WriteAllText(Path.Combine(elsewhere, "Plugin.dll"), "attacker");
        Directory.CreateSymbolicLink(FolderExchange.SiblingOf(_app.Folder), elsewhere);
        Refused("HW7121", "--all");
        Assert.False(File.Exists(_app.File("Plugin.dll")));
    }

    [Fact]
    public void A_sibling_or_a_record_of_another_user_is_not_believed()
    {
        if (Environment.UserName != "root")
            return;
        var sibling = Directory.CreateDirectory(FolderExchange.SiblingOf(_app.Folder)).FullName;
        File.WriteAllText(Path.Combine(sibling, "Plugin.dll"), "attacker");
        Own(sibling);
        Refused("HW7121", "--all");
        Assert.False(File.Exists(_app.File("Plugin.dll")));

        Directory.Delete(sibling, recursive: true);
        Write(".hotweave/journal.json", """[{"Path":"GreetingHost.dll","Staged":null}]""");
        Own(_app.File(".hotweave"));
        Refused("HW7121", "--all");
    }

    // Of the user nobody.
    private static void Own(string path)
    {
        using var process = System.Diagnostics.Process.Start("chown", ["-R", "65534:65534", path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    // Links in the folder that lead to where the victim is.
    private void Link()
    {
        Directory.CreateDirectory(_app.File("data"));
        foreach (var name in new[] { "linked", "data/linked" })
        {
            if (!Directory.Exists(_app.File(name)))
                Directory.CreateSymbolicLink(_app.File(name), _app.Beside);
        }
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_app.File(name))!);
        File.WriteAllText(_app.File(name), text);
    }

    private string Quoted(string path) => JsonSerializer.Serialize(path.Replace("{victim}", _victim, StringComparison.Ordinal));

    private void Refused(string id, string argument)
    {
        ToolRun.Refused(id, "weave", _app.Folder, argument);
        Assert.Equal("precious", File.ReadAllText(_victim));
        Assert.True(File.Exists(_app.File("GreetingHost.dll")));
    }
}
