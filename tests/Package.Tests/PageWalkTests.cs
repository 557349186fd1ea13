using HotWeave.Package.Tests.Walking;
using HotWeave.Staging;
using HotWeave.Staging.Walking;

namespace HotWeave.Package.Tests;

/// <summary>The walk itself: it does what pages say, and notices where something else happens.</summary>
public sealed class PageWalkTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotweave-walk-");

    [WalkTheory]
    [InlineData("what one command sets the next one sees", "```sh\nexport A=1\nB=2; cd /\n```\n\n```sh\necho $A$B $PWD\n```\n\n```text\n12 /\n```\n")]
    [InlineData("lines may be left out but not at the end", "```sh\necho made x\necho 1\necho made y\necho 2\n```\n\n```text\n1\n2\n```\n")]
    [InlineData("a command goes on behind a backslash", "```sh\necho 1 \\\n  2\n```\n\n```text\n1 2\n```\n")]
    [InlineData("a command that is meant to fail", "```sh fails\necho x\nfalse\n```\n")]
    [InlineData("a file is written and changed", "`a.txt`:\n\n```csharp\none\ntwo\nthree\n```\n\nAnd now:\n\n`a.txt`:\n\n```diff\n one\n-two\n+2\n+2b\n```\n\n```sh\ncat a.txt\n```\n\n```text\none\n2\n2b\nthree\n```\n")]
    [InlineData("what runs beside is waited for", "```sh background\nuntil [ -e go ]; do sleep 0.01; done; echo gone 7; cat\n```\n\n```sh\ntouch go\n```\n\n```text background\ngone …\n```\n")]
    [InlineData("what is set up or shown is not typed", "```sh setup\nfalse\n```\n\n```sh excerpt\nfalse\n```\n\n```csharp excerpt\nclass\n```\n")]
    public Task What_a_page_says_happens(string rule, string page) => WalkAsync(rule, page);

    [WalkTheory]
    [InlineData("page.md(3): $ false\nended with exit code 1:\n", "```sh\ntrue\nfalse\ntrue\n```\n")]
    [InlineData("page.md(2): $ true\nended with exit code 0:\n", "```sh fails\ntrue\n```\n")]
    [InlineData("page.md(2): $ echo oh dear; exit 3\ndid not come to its end:\noh dear\n", "```sh\necho oh dear; exit 3\n```\n")]
    [InlineData("page.md(6): $ echo 2\ndid not print at its end:\n1\nbut:\n2\n", "```sh\necho 2\n```\n\n```text\n1\n```\n")]
    [InlineData("page.md(7): $ echo 2\ndid not print at its end:\n2\n1\nbut:\n1\n2\n", "```sh\necho 1\necho 2\n```\n\n```text\n2\n1\n```\n")]
    [InlineData("page.md(6): $ echo 2; echo 1\ndid not print at its end:\n2\nbut:\n2\n1\n", "```sh\necho 2; echo 1\n```\n\n```text\n2\n```\n")]
    [InlineData("page.md(4): what is to be changed is 0 times in a.txt, which is:\n", "`a.txt`:\n\n```diff\n-one\n+two\n```\n")]
    [InlineData("page.md(12): what is to be changed is 2 times in a.txt, which is:\nx\nx\n\n", "`a.txt`:\n\n```xml\nx\nx\n\n```\n\nTwice:\n\n```diff\n-x\n+y\n```\n")]
    [InlineData("page.md(6): $ echo x\nhad no effect in the terminal beside it, where this was to be seen:\ny\nIt printed:\n\nin the terminal of line 2:\nx", "```sh background\necho x\n```\n\n```text background\ny\n```\n")]
    [InlineData("page.md(2): this block is marked 'bash', which says nothing of what a reader does with it.", "```bash\ntrue\n```\n")]
    [InlineData("page.md(2): this block is what commands print, and none stands before it.", "```text\n1\n```\n")]
    [InlineData("page.md(2): this block is a file that nothing before it names.", "```csharp\n1\n```\n")]
    [InlineData("page.md(1): the block that begins here does not end.", "```sh\ntrue\n")]
    public async Task What_else_happens_is_told_with_page_line_command_and_output(string expected, string page)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "a.txt"), "");
        Assert.Equal(expected, (await Assert.ThrowsAsync<StagingException>(() => WalkAsync("page.md", page))).Message);
    }

    [WalkTheory]
    [InlineData("```sh\necho see http://localhost:5080/x 5080 15080\n```\n\n```text\nsee http://localhost:5080/x 5080 15080\n```\n")]
    public async Task Ports_are_others_in_each_walk(string page)
    {
        var steps = PageSteps.Read(MarkdownPage.Parse("page.md", page));
        var filled = new PagePorts(steps).Fill("localhost:5080 5080 15080");
        Assert.Matches(@"^localhost:(\d+) \1 15080$", filled);
        Assert.DoesNotContain(":5080 ", filled, StringComparison.Ordinal);
        await WalkAsync("page.md", page);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task WalkAsync(string name, string page) => PageWalk.RunAsync(MarkdownPage.Parse(name, page), _folder.FullName, new Dictionary<string, string>());
}
