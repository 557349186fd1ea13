namespace HotWeave.Tool.Watching;

/// <summary>Ctrl+C, as the end of a command instead of the end of the process.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly ManualResetEventSlim _came = new();

    public Interruption() => Console.CancelKeyPress += OnCancel;

    /// <summary>Waits.</summary>
    /// <returns>Whether it came.</returns>
    public bool Wait(TimeSpan time) => _came.Wait(time);

    public void Dispose()
    {
        Console.CancelKeyPress -= OnCancel;
        _came.Dispose();
    }

    private void OnCancel(object? sender, ConsoleCancelEventArgs e)
    {
        e.Cancel = true;
        _came.Set();
    }
}
