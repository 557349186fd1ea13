using System.Text.Json.Nodes;
using HotWeave.Tool.Developing;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Developing;

/// <summary>How the runtime runs a program that takes change after change.</summary>
public sealed class RuntimeSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Settings => _folder.File("shop.runtimeconfig.json");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{ "runtimeOptions": { "tfm": "net10.0", "configProperties": { "System.GC.Server": true } } }""", false)]
    [InlineData("""{ "runtimeOptions": { "tfm": "net10.0", /* as a host reads it */ } }""", false)]
    [InlineData("""{ "runtimeOptions": { "tfm": "net10.0", "configProperties": { "System.Runtime.TieredCompilation": true } } }""", true)]
    public void A_method_is_compiled_once_where_the_project_says_nothing_else(string written, bool isTiered)
    {
        File.WriteAllText(Settings, written);

        RuntimeSettings.CompileOnce(Settings);

        var options = JsonNode.Parse(File.ReadAllText(Settings))!["runtimeOptions"]!;
        Assert.Equal(isTiered, (bool)options["configProperties"]!["System.Runtime.TieredCompilation"]!);
        Assert.Equal("net10.0", (string)options["tfm"]!);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    public void What_says_nothing_of_the_runtime_is_left_as_it_is(string written)
    {
        File.WriteAllText(Settings, written);

        RuntimeSettings.CompileOnce(Settings);

        Assert.Equal(written, File.ReadAllText(Settings));
    }

    [Fact]
    public void A_program_without_such_a_file_has_none_afterwards()
    {
        RuntimeSettings.CompileOnce(Settings);

        Assert.False(File.Exists(Settings));
    }
}
