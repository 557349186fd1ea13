using HotWeave.Ghost.Tests.Harness;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Ghost.Tests;

/// <summary>A web application that nobody prepared, with clients that never pause: no request fails, and each has the old answer or the new one.</summary>
public class GhostWebTests
{
    [GhostFact]
    public async Task No_request_fails()
    {
        using var web = Shop.StartWeb();
        using var clients = new WebLoad(web.Ask("address"));
        await clients.SeeAsync("old");
        web.Weave();
        await clients.SeeAsync("old");
        var patch = web.MakePatch();
        for (var round = 0; round < 2; round++)
        {
            ToolRun.Done("apply", patch, "--pid", web.Id, "--accept-inlined");
            await clients.SeeAsync("new");
            ToolRun.Done("rollback", "--pid", web.Id);
            await clients.SeeAsync("old");
        }

        Assert.Equal("", await clients.StopAsync());
        Assert.Equal(0, web.End());
    }
}
