using System.Text.RegularExpressions;
using HotWeave.Conventions.Tests.Sources;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>What pages say that tests show, there are tests for; and <c>docs/guarantees.md</c> promises nothing without one.</summary>
public sealed partial class NamedTestsTests
{
    private const string Guarantees = "docs/guarantees.md";

    // How a page says that what follows is none.
    private const string NoPromise = "*No promise*: ";

    public static TheoryData<string> Pages => [.. SourceTree.FilesUnder("docs", ".md"), "CONTRIBUTING.md", "README.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_test_that_a_page_names_exists(string page) =>
        Convention.Holds(FindTests(SourceTree.Read(page)).Where(static name => !Exists(name)).Select(name => $"{page}: {name}"));

    [Fact]
    public void Every_promise_ends_with_its_tests() => Convention.Holds(FindUntested(SourceTree.Read(Guarantees)));

    // The checks themselves.
    [Theory]
    [InlineData("# A page\n\nAn introduction.\n\n* A promise. *`ATests`* Another one. *`No_test_of_that_name`*", 0)]
    [InlineData("# A page\n\n* A promise. *`ATests`* Another one.", 1)]
    [InlineData("# A page\n\n* A promise.\n* Another one.\n  It goes on. *`ATests`*", 1)]
    [InlineData("# A page\n\nAn introduction.\n\nA promise.\n\nA list:\n\n1. A promise.\n", 2)]
    [InlineData("# A page\n\n* A promise. *`ATests`* *No promise*: what is not.\n\n*No promise*: what is neither.", 0)]
    public void What_has_no_test_is_found(string page, int count) => Assert.Equal(count, FindUntested(page).Count());

    [Fact]
    public void Names_of_tests_are_found() =>
        Assert.Equal(["ATests", "Behaviour_01_…", "No_test_of_that_name"], FindTests(
            "`ATests` and `Behaviour_01_…`, `HOTWEAVE_FULL_SIZE`, `a_b_c`, `No_test_of_that_name`"));

    private static IEnumerable<string> FindUntested(string page)
    {
        var isFirst = false;
        foreach (var block in Blocks(page))
        {
            var (isIntroduction, isItem) = (isFirst, ItemPattern().IsMatch(block));
            isFirst = block.StartsWith('#');
            var tests = SpanPattern().Matches(block);
            var rest = tests.Count == 0 ? block : block[(tests[^1].Index + tests[^1].Length)..].Trim();
            var isFine = rest.Length == 0 || rest.StartsWith(NoPromise, StringComparison.Ordinal);
            // Text around lists may introduce what follows, and say more of tests that it names.
            if (!isItem)
                isFine |= isFirst || isIntroduction || tests.Count > 0 || block.EndsWith(':') || block.StartsWith('|');
            if (!isFine)
                yield return $"no test after: {rest}";
        }
    }

    // Paragraphs, headings, and items of lists with all their lines.
    private static IEnumerable<string> Blocks(string page) =>
        page.ReplaceLineEndings("\n").Split("\n\n")
            .SelectMany(static paragraph => ItemStartPattern().Split(paragraph))
            .Select(static block => block.Trim())
            .Where(static block => block.Length > 0);

    private static IEnumerable<string> FindTests(string page) =>
        CodePattern().Matches(page).Select(static m => m.Groups[1].Value).Where(static name => NamePattern().IsMatch(name));

    private static bool Exists(string test)
    {
        var name = test.TrimEnd('…');
        return name == test ? s_names.Value.Contains(name) : s_names.Value.Any(n => n.StartsWith(name, StringComparison.Ordinal));
    }

    private static readonly Lazy<HashSet<string>> s_names = new(static () =>
    [
        .. SourceTree.FilesUnder("tests", ".cs").Concat(SourceTree.FilesUnder("samples", ".cs"))
            .SelectMany(static file => DeclarationPattern().Matches(SourceTree.Read(file)).Select(static m => m.Groups[1].Value)),
    ]);

    [GeneratedRegex(@"\*(`[^*]+)\*")]
    private static partial Regex SpanPattern();

    [GeneratedRegex(@"^(\*|\d+\.) ")]
    private static partial Regex ItemPattern();

    [GeneratedRegex(@"\n(?=(?:\*|\d+\.) )")]
    private static partial Regex ItemStartPattern();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex CodePattern();

    // A class of tests, or a sentence: words with underscores between them, not all of them upper case; or its beginning.
    [GeneratedRegex(@"^(?:[A-Z]\w*Tests|(?=.*[a-z])[A-Z]\w*_\w+_\w*|[A-Z]\w*_…)$")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"(?:class|record|Task|void) ([A-Z]\w+)")]
    private static partial Regex DeclarationPattern();
}
