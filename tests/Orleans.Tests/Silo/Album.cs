using HotWeave.Runtime;
using Orleans;
using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Storage;

namespace HotWeave.Orleans.Tests.Silo;

/// <summary>Holds photos, stores them, and sends them to other albums.</summary>
public interface IAlbum : IGrainWithIntegerKey
{
    Task AddAsync(string title);

    /// <summary>What the other album has got of this one's photos.</summary>
    Task<string> SendAsync(long other);

    Task<string> TakeAsync(List<Photo> given);

    /// <summary>Stores the photos, and ends so that the next call reads them again.</summary>
    Task StoreAsync();

    Task<string> DescribeAsync();

    /// <summary>The photos as storage has them.</summary>
    Task<byte[]> SaveAsync();

    Task<string> LoadAsync(byte[] saved);

    Task<string> FindSiloAsync();

    Task<int> CountTicksAsync();
}

[GenerateSerializer]
[Swappable]
public class Photo
{
    [Id(0)]
    public string Title { get; set; } = "";

    public string Describe() => Title;
}

/// <summary>Not marked.</summary>
[GenerateSerializer]
public sealed class Photos
{
    [Id(0)]
    public List<Photo> All { get; set; } = [];
}

[Swappable]
[RandomPlacement]
public sealed class Album([PersistentState("photos", "photos")] IPersistentState<Photos> photos, IGrainStorageSerializer storage)
    : Grain, IAlbum, IOnCodeChange
{
    private int _ticks;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Begin();
        return Task.CompletedTask;
    }

    public Task OnCodeChangeAsync(VersionNumber version)
    {
        Begin();
        return Task.CompletedTask;
    }

    public Task AddAsync(string title)
    {
        photos.State.All.Add(new Photo { Title = title });
        return Task.CompletedTask;
    }

    public Task<string> SendAsync(long other) => GrainFactory.GetGrain<IAlbum>(other).TakeAsync(photos.State.All);

    public Task<string> TakeAsync(List<Photo> given) => Task.FromResult(Describe(new Photos { All = given }));

    public async Task StoreAsync()
    {
        await photos.WriteStateAsync();
        DeactivateOnIdle();
    }

    public Task<string> DescribeAsync() => Task.FromResult(Describe(photos.State));

    public Task<byte[]> SaveAsync() => Task.FromResult(storage.Serialize(photos.State).ToArray());

    public Task<string> LoadAsync(byte[] saved) => Task.FromResult(Describe(storage.Deserialize<Photos>(saved)!));

    public Task<string> FindSiloAsync() => Task.FromResult(RuntimeIdentity);

    public Task<int> CountTicksAsync() => Task.FromResult(_ticks);

    private void Begin() => _ticks = 0;

    private static string Describe(Photos photos) => string.Join(' ', photos.All.Select(static p => p.Describe()));
}
