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

    // New, with a new message.
    Task<Receipt<Caption>> CaptionAsync(Caption[] captions, List<Photo> given);
}

[GenerateSerializer]
[Swappable]
public class Photo
{
    [Id(0)]
    public string Title { get; set; } = "";

    // Members of every kind: a value, what needs a codec, what needs a new one, one that only the constructor sets.
    [Id(1)]
    public int Stars { get; set; }

    [Id(2)]
    public List<string> Tags { get; set; } = [];

    [Id(3)]
    public Caption? Caption { get; init; }

    [Id(4)]
    public object? Extra { get; set; }

    [Id(5)]
    public Size Size { get; set; }

    public string Describe() => $"{Title}/{Stars}/{string.Join('+', Tags)}/{Caption?.Text}/{(Extra as Caption)?.Text}/{Size.Width}";
}

[GenerateSerializer]
public sealed record Caption([property: Id(0)] string Text);

[GenerateSerializer]
public readonly record struct Size([property: Id(0)] int Width, [property: Id(1)] int Height);

[GenerateSerializer]
public sealed class Receipt<T>
{
    [Id(0)]
    public List<T> Taken { get; set; } = [];
}

/// <summary>Not marked.</summary>
[GenerateSerializer]
public sealed class Photos
{
    [Id(0)]
    public List<Photo> All { get; set; } = [];

    [Id(1)]
    public Dictionary<string, Caption> Captions { get; set; } = [];
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
        var caption = new Caption("c" + title);
        photos.State.All.Add(new Photo { Title = title, Stars = 3, Tags = ["x", "y"], Caption = caption, Extra = caption, Size = new Size(4, 5) });
        photos.State.Captions[title] = caption;
        return Task.CompletedTask;
    }

    public async Task<string> SendAsync(long other)
    {
        var receipt = await GrainFactory.GetGrain<IAlbum>(other).CaptionAsync([new Caption("1"), new Caption("2")], photos.State.All);
        return string.Join('|', receipt.Taken.Select(static t => t.Text)) + " " + await GrainFactory.GetGrain<IAlbum>(other).TakeAsync(photos.State.All);
    }

    public Task<string> TakeAsync(List<Photo> given) => Task.FromResult(Describe(new Photos { All = given }));

    public Task<Receipt<Caption>> CaptionAsync(Caption[] captions, List<Photo> given) =>
        Task.FromResult(new Receipt<Caption> { Taken = [.. captions, .. given.Select(static p => p.Caption).OfType<Caption>()] });

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

    private void Begin() =>
        this.RegisterGrainTimer(() => Task.FromResult(_ticks++), new GrainTimerCreationOptions(TimeSpan.Zero, TimeSpan.FromMilliseconds(5)));

    private static string Describe(Photos photos) =>
        string.Join(' ', photos.All.Select(static p => p.Describe())) + $" {string.Join('+', photos.Captions.Select(static c => c.Key + c.Value.Text))}";
}
