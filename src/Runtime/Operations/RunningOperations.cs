namespace HotWeave.Operations;

/// <summary>The operations that have begun and not ended: the one that has the swap lock, and those that need none or are being refused.</summary>
internal sealed class RunningOperations
{
    // Protects itself.
    private readonly List<Operation> _running = [];

    internal void Add(Operation operation)
    {
        lock (_running)
            _running.Add(operation);
    }

    internal void Remove(Operation operation)
    {
        lock (_running)
            _running.Remove(operation);
    }

    /// <summary>Asks all of them to end.</summary>
    /// <returns>Their names.</returns>
    internal IReadOnlyList<string> Cancel()
    {
        Operation[] running;
        lock (_running)
            running = [.. _running];
        foreach (var operation in running)
            operation.Cancel();
        return [.. running.Select(static o => o.Name)];
    }
}
