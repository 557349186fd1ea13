namespace HotWeave.Operations;

/// <summary>On whose behalf operations are called, as far as somebody said so; it flows with the caller's execution context.</summary>
internal static class Requester
{
    private static readonly AsyncLocal<string?> s_current = new();

    /// <summary>For whom this thread runs an operation; null where nobody said it, or it runs none.</summary>
    // Does not flow: what an operation starts acts for nobody.
    [field: ThreadStatic]
    internal static string? Acting { get; set; }

    /// <summary>Whoever asks for operations in this flow.</summary>
    internal static string? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    internal static IDisposable Enter(string who)
    {
        var scope = new Scope(s_current.Value);
        s_current.Value = who;
        return scope;
    }

    private sealed class Scope(string? outer) : IDisposable
    {
        public void Dispose() => s_current.Value = outer;
    }
}
