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
                _made.Add(service, made = Keep(service.Make(provider)));
            return made;
        }
    }

    /// <summary>Disposes of a service with the scope.</summary>
    internal object Keep(object made)
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
        foreach (var made in Take())
            ServiceEnd.Dispose(made);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var made in Take())
            await ServiceEnd.DisposeAsync(made);
    }

    private List<object> Take()
    {
        lock (_lock)
        {
            List<object> all = [.. Enumerable.Reverse(_disposables)];
            _disposables.Clear();
            return all;
        }
    }
}
