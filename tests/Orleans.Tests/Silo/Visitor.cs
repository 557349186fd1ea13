using HotWeave.Runtime;
using Orleans;

namespace HotWeave.Orleans.Tests.Silo;

/// <summary>What a process that is a client, and no silo, asks of grains.</summary>
[Swappable]
public static class Visitor
{
    public static Task<string> VisitAsync(IGrainFactory grains, long album) => grains.GetGrain<IAlbum>(album).TakeAsync([new Photo { Title = "v" }]);
}
