using HotWeave.Conventions.Tests.Sources;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>Tables of edits have each with the tests that show what becomes of it, in order.</summary>
public sealed class EditTablesTests
{
    [Theory]
    [InlineData("docs/week.md", 34)]
    [InlineData("docs/stateful-services.md", 25)]
    public void Each_edit_has_a_row_with_tests_that_exist(string page, int edits) => TestTable.Holds(page, edits);
}
