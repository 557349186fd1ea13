using System.Buffers.Binary;
using HotWeave.Tool.Files;
using HotWeave.Tool.Folders;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Folders;

public sealed class RefusedFolderTests : IDisposable
{
    private readonly PublishedApp _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public void Nothing_selected() => Refused("HW7032");

    [Fact]
    public void An_assembly_that_is_not_there() => Refused("HW7106", "--all", "--assembly", "None*");

    [Fact]
    public void The_frameworks_own_assemblies_cannot_be_named() => Refused("HW7106", "--all", "--assembly", "System.Runtime");

    [Fact]
    public void A_folder_without_an_application()
    {
        File.Delete(_app.File("GreetingHost.runtimeconfig.json"));
        Refused("HW7101", "--all");
    }

    [Theory]
    [InlineData("GreetingHost.deps.json", "{")]
    [InlineData("GreetingHost.deps.json", "[]")]
    [InlineData("GreetingHost.deps.json", "{}")]
    [InlineData("GreetingHost.deps.json", "{\"runtimeTarget\":{\"name\":\"x\"},\"targets\":{\"x\":1}}")]
    [InlineData("GreetingHost.runtimeconfig.json", "")]
    [InlineData("GreetingHost.runtimeconfig.json", "{\"runtimeOptions\":7}")]
    public void Damaged_json(string file, string content)
    {
        File.WriteAllText(_app.File(file), content);
        Refused("HW7107", "--all");
    }

    [Fact]
    public void An_application_for_an_older_framework()
    {
        var path = _app.File("GreetingHost.runtimeconfig.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"10.0.0\"", "\"6.0.0\"", StringComparison.Ordinal));
        Refused("HW7115", "--all");
    }

    [Fact]
    public void A_record_that_is_damaged()
    {
        Directory.CreateDirectory(_app.File(".hotweave"));
        File.WriteAllText(_app.File(".hotweave/record.json"), "{ \"format\": 1");
        Refused("HW7110", "--all");
    }

    [Fact]
    public void A_single_file_application()
    {
        // As the bundler makes one: the host's placeholder gets the place of the bundle.
        var host = File.ReadAllBytes(_app.File("GreetingHost"));
        var mark = host.AsSpan().IndexOf((byte[])[0x8b, 0x12, 0x02, 0xb9, 0x6a, 0x61, 0x20, 0x38]);
        BinaryPrimitives.WriteInt64LittleEndian(host.AsSpan(mark - 8), host.Length);
        KeepOnly("GreetingHost", host);
        Refused("HW7103", "--all");
    }

    [Fact]
    public void An_application_compiled_ahead_of_time()
    {
        KeepOnly("GreetingHost", [.. "\u007fELF"u8, .. new byte[100], .. "__managedcode\0"u8]);
        Refused("HW7104", "--all");
    }

    [Fact]
    public void An_ordinary_host_without_its_assembly_is_no_single_file_application()
    {
        KeepOnly("GreetingHost", File.ReadAllBytes(_app.File("GreetingHost")));
        Refused("HW7101", "--all");
    }

    [Fact]
    public void A_part_of_a_composite_image_is_recognised()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var path = Path.Combine(_app.Beside, "part.dll");
        var image = File.ReadAllBytes(Path.Combine(framework, "System.Collections.dll"));
        File.WriteAllBytes(path, image);
        Assert.False(ManagedFile.Read(path)!.IsCompositeComponent);

        // READYTORUN_HEADER: the flags follow signature and version.
        var header = image.AsSpan().IndexOf("RTR\0"u8);
        image[header + 8] |= 0x20;
        File.WriteAllBytes(path, image);
        Assert.True(ManagedFile.Read(path)!.IsCompositeComponent);
        Assert.False(ManagedFile.Read(_app.File("Greeting.dll"))!.IsCompositeComponent);
    }

    [Fact]
    public void An_application_with_another_runtime_of_its_own()
    {
        using (var runtime = Mono.Cecil.AssemblyDefinition.ReadAssembly(Companion.Runtime))
        {
            runtime.Name.Version = new Version(0, 0, 9, 0);
            runtime.Write(_app.File("HotWeave.Runtime.dll"));
        }

        Refused("HW7117", "--all");
    }

    [Fact]
    public void Two_runs_at_once()
    {
        using (FolderLock.Acquire(_app.Folder))
            Refused("HW7118", "--all");
        ToolRun.Done("weave", _app.Folder, "--all");
    }

    [Fact]
    public void A_folder_that_cannot_be_written()
    {
        // A file where the folder of originals must stand: not even root gets past that, in one step or in several.
        File.WriteAllText(_app.File(".hotweave"), "precious");
        Refused("HW7021", "--all");
    }

    private void Refused(string id, params string[] arguments)
    {
        var before = _app.Snapshot();
        ToolRun.Refused(id, ["weave", _app.Folder, .. arguments]);
        Assert.Equal(before, _app.Snapshot());
        Assert.False(Directory.Exists(FolderExchange.SiblingOf(_app.Folder)));
    }

    private void KeepOnly(string name, byte[] content)
    {
        foreach (var file in Directory.GetFiles(_app.Folder))
            File.Delete(file);
        File.WriteAllBytes(_app.File(name), content);
    }
}
