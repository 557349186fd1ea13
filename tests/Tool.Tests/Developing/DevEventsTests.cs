using HotWeave.Tool.Developing;

namespace HotWeave.Tool.Tests.Developing;

/// <summary>What happens while a build goes on is answered after it, and as one.</summary>
public sealed class DevEventsTests
{
    [Fact]
    public void Changes_that_wait_are_one_with_all_their_files()
    {
        using var events = new DevEvents();
        events.Add(new DevEvent.Changed(["a.cs"], SourceKind.Code));
        events.Add(new DevEvent.Changed(["shop.csproj"], SourceKind.Project));
        events.Add(new DevEvent.Changed(["a.cs"], SourceKind.Code));

        var change = Assert.IsType<DevEvent.Changed>(events.WaitForNext());

        Assert.Equal(["a.cs", "shop.csproj"], change.Paths);
        Assert.Equal(SourceKind.Project, change.Kind);
    }

    [Fact]
    public void A_key_between_changes_is_not_lost()
    {
        using var events = new DevEvents();
        events.Add(new DevEvent.Changed(["a.cs"], SourceKind.Code));
        events.Add(new DevEvent.Key('u'));

        Assert.IsType<DevEvent.Changed>(events.WaitForNext());

        Assert.Equal(new DevEvent.Key('u'), events.WaitForNext());
    }
}
