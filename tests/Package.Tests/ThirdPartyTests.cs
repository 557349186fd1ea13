using System.IO.Compression;
using HotWeave.Package.Tests.Installing;

namespace HotWeave.Package.Tests;

/// <summary>What packages contain of others, they name.</summary>
public sealed class ThirdPartyTests
{
    private const string Notices = "THIRD-PARTY-NOTICES.txt";

    [Fact]
    public async Task What_packages_contain_of_others_stands_in_their_notices_and_nothing_else_does()
    {
        var feed = await PackageFeed.PackedAsync();
        var packages = Directory.GetFiles(feed.Folder, "*.nupkg");
        var (contained, noticed) = (new SortedSet<string>(StringComparer.Ordinal), "");
        Assert.NotEmpty(packages);
        foreach (var package in packages)
        {
            using var archive = ZipFile.OpenRead(package);
            Assert.Contains(archive.Entries, static e => e.FullName == "LICENSE");
            var files = archive.Entries.Where(static e => e.Name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)).Select(static e => e.Name);
            var others = files.Where(static n => !n.StartsWith("HotWeave.", StringComparison.Ordinal)).ToList();
            if (others.Count == 0)
                continue;
            var entry = archive.GetEntry(Notices);
            Assert.True(entry is not null, $"{package} has no {Notices}, but {string.Join(", ", others)}");
            using var reader = new StreamReader(entry.Open());
            noticed = await reader.ReadToEndAsync();
            Assert.All(others, name => Assert.Contains(name, noticed, StringComparison.Ordinal));
            contained.UnionWith(others);
        }

        var named = noticed.Split([',', '\n', ' '], StringSplitOptions.RemoveEmptyEntries).Where(static w => w.EndsWith(".dll", StringComparison.Ordinal));
        Assert.Equal(contained, named.Order(StringComparer.Ordinal));
    }
}
