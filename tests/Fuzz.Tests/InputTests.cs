using HotWeave.Fuzz.Alarms;
using HotWeave.Fuzz.Inputs;
using HotWeave.Fuzz.Running;
using Xunit;

namespace HotWeave.Fuzz.Tests;

/// <summary>The first inputs of the long run, every verb's; the long run itself is for who asks for it.</summary>
public sealed class InputTests : IDisposable
{
    private readonly string _scratch = Directory.CreateTempSubdirectory("hotweave-fuzz-").FullName;

    public void Dispose() => Directory.Delete(_scratch, recursive: true);

    [Fact]
    public void The_tool_does_or_refuses_whatever_it_is_given()
    {
        var found = new List<Outcome>();

        var table = InputRun.Run(_scratch, 0, InputCases.All.Count * 4, (outcome, _) => found.Add(outcome));

        Assert.Empty(found);
        Assert.True(table.Count > InputCases.All.Count * 4, $"{table.Count}");
        // Damage that nothing notices, or nothing survives, shows little.
        Assert.True(table.Of("0") > table.Count / 10 && table.Of("1") > table.Count / 10, string.Join('\n', table.ToLines()));
    }

    [Fact]
    public void Nothing_is_refused_that_compilers_made()
    {
        var frameworks = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

        Assert.Empty(FalseAlarms.Find([frameworks], out var files));

        Assert.True(files > 100, $"{files} files");
    }
}
