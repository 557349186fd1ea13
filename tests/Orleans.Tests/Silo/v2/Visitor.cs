using HotWeave.Runtime;
using Orleans;

namespace HotWeave.Orleans.Tests.Silo;

/// <summary>What a process that is a client, and no silo, asks of grains.</summary>
[Swappable]
public static class Visitor
{
    public static async Task<string> VisitAsync(IGrainFactory grains, long album)
    {
        var photo = new Photo { Title = "v", Stars = 1, Caption = new Caption("c"), Extra = new Caption("e") };
        var receipt = await grains.GetGrain<IAlbum>(album).CaptionAsync([new Caption("1")], [photo]);
        return string.Join('|', receipt.Taken.Select(static t => t.Text)) + " " + await grains.GetGrain<IAlbum>(album).TakeAsync([photo]);
    }
}
