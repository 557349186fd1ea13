namespace HotWeave.AspNetCore.Services;

/// <summary>Disposes of services, in whichever way they have.</summary>
internal static class ServiceEnd
{
    internal static void Dispose(object service)
    {
        if (service is IDisposable disposable)
            disposable.Dispose();
        else if (service is IAsyncDisposable later)
            later.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    internal static async ValueTask DisposeAsync(object service)
    {
        if (service is IAsyncDisposable later)
            await later.DisposeAsync();
        else
            (service as IDisposable)?.Dispose();
    }
}
