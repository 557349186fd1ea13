namespace HotWeave.AspNetCore.Services;

/// <summary>What a version's services are in one scope of the application, which disposes of it when it ends.</summary>
internal sealed class PairedScope : IDisposable, IAsyncDisposable
{
    // Protects both. Constructors of services that one takes are called under it, by the same thread.
    private readonly object _lock = new();
    private readonly Dictionary<AddedService, object> _made = [];
    private readonly List<object> _disposables = [];

    internal object FindOrMake(AddedService service, LayeredProvider provider)
    {
        lock (_lock)
        {
            if (!_made.TryGetValue(service, out var made))
                _made.Add(service, made = DisposeWithScope(service.Make(provider)));
            return made;
        }
    }

    /// <summary>Has a service disposed of with the scope.</summary>
    internal object DisposeWithScope(object made)
    {
        if (made is IDisposable or IAsyncDisposable)
        {
            lock (_lock)
                _disposables.Add(made);
        }

        return made;
    }

    public void Dispose()
    {
        foreach (var made in TakeDisposables())
            ServiceEnd.Dispose(made);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var made in TakeDisposables())
            await ServiceEnd.DisposeAsync(made);
    }

    // The last made first; each is disposed of once.
    private List<object> TakeDisposables()
    {
        lock (_lock)
        {
            List<object> all = [.. Enumerable.Reverse(_disposables)];
            _disposables.Clear();
            return all;
        }
    }
}
