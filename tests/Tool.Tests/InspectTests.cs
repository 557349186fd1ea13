using HotWeave.Tool.Tests.Harness;
using Mono.Cecil;

namespace HotWeave.Tool.Tests;

public sealed class InspectTests : IDisposable
{
    private readonly PublishedApp _app = PublishedApp.Woven();

    public void Dispose() => _app.Dispose();

    [Fact]
    public void Json_has_types_exports_and_why_other_methods_are_none()
    {
        var found = ToolRun.Json("inspect", _app.File("GreetingHost.dll"));

        Assert.Equal("woven", found.GetProperty("outcome").GetString());
        Assert.Equal(64, found.GetProperty("baselineId").GetString()!.Length);
        var type = Assert.Single(found.GetProperty("types").EnumerateArray());
        Assert.Equal("Program", type.GetProperty("name").GetString());
        var skipped = Assert.Single(type.GetProperty("skipped").EnumerateArray());
        Assert.Equal("HW2002", skipped.GetProperty("id").GetString());
        Assert.Equal("Program.<Main>$(String[])", skipped.GetProperty("member").GetString());
    }

    [Fact]
    public void An_assembly_that_is_not_woven_is_a_failure()
    {
        ToolRun.Refused("HW7031", "inspect", TestApps.Next);
        Assert.Equal("not-woven", ToolRun.Json("inspect", TestApps.Next).GetProperty("outcome").GetString());
    }

    [Fact]
    public void A_mark_on_an_assembly_whose_stubs_are_gone_is_no_proof()
    {
        var path = _app.File("changed.dll");
        using (var module = ModuleDefinition.ReadModule(_app.File("Greeting.dll")))
        {
            module.GetType("Greeting.Greeter").Methods.Single(m => m.Name == "Greet").Body.Instructions.RemoveAt(0);
            module.Write(path);
        }

        ToolRun.Refused("HW1013", "inspect", path);
    }

    [Fact]
    public void A_folder_is_answered_with_what_is_woven_in_it()
    {
        Assert.Contains("woven in it: Greeting.dll, GreetingHost.dll.", ToolRun.Refused("HW7044", "inspect", _app.Folder).Error, StringComparison.Ordinal);
        Assert.Contains("woven in it: nothing.", ToolRun.Refused("HW7044", "inspect", TestApps.Host).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_refused() => ToolRun.Refused("HW7020", "inspect", _app.File("none.dll"));
}
