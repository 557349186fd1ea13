using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Comparing;
using HotWeave.Tool.Tests.Harness;
using HotWeave.Weaver;
using HotWeave.Weaver.Model;
using Xunit;

namespace HotWeave.Tool.Tests;

/// <summary>The project for fields without a value goes where nobody has written one.</summary>
public sealed class StubProjectTests : IDisposable
{
    private static readonly UnsetField s_field = new("N.Order", "global::N.Order", IsGeneric: false, "Rate", "global::System.Int32", ["N.Order..ctor(Int32)", "    IL_0000: ret"]);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_project_is_written_once_and_refers_to_the_new_build()
    {
        var (stub, request) = (Path.Combine(_folder.Path, "stub"), new PatchRequest { BaselinePath = TestApps.Host, NewPath = TestApps.Next });
        StubProject.Write(stub, [s_field], request);
        var (source, project) = (File.ReadAllText(Path.Combine(stub, "Migrations.cs")), File.ReadAllText(Path.Combine(stub, "Migrations.csproj")));
        Assert.Contains("[InitializeExisting(typeof(global::N.Order), \"Rate\")]", source, StringComparison.Ordinal);
        Assert.Contains("Greeting.dll", project, StringComparison.Ordinal);
        Assert.Contains("HotWeave.Runtime.dll", project, StringComparison.Ordinal);
        var refused = Assert.Throws<RefusedException>(() => StubProject.Write(stub, [s_field], request));
        Assert.Equal("HW7090", refused.Diagnostic.Id);
    }

    [Fact]
    public void A_folder_that_is_a_file_is_refused()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");
        var refused = Assert.Throws<RefusedException>(() => StubProject.Write(file, [s_field], new PatchRequest { BaselinePath = TestApps.Host, NewPath = TestApps.Next }));
        Assert.Equal("HW7090", refused.Diagnostic.Id);
    }

    public void Dispose() => _folder.Dispose();
}
