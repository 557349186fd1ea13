namespace HotWeave.Protocol;

/// <summary>
/// A second current epoch, for a share of the units that enter. Only entering chooses: a unit keeps the epoch that it got, and callers
/// outside units belong to the main one.
/// </summary>
/// <param name="epoch">The epoch.</param>
/// <param name="share">Of ten thousand root units, how many.</param>
internal sealed class Canary(Epoch epoch, int share)
{
    internal const int Whole = 10_000;

    private static readonly AsyncLocal<string?> s_key = new();

    internal Epoch Epoch { get; } = epoch;

    internal int Share { get; } = share;

    internal static string? Key
    {
        get => s_key.Value;
        set => s_key.Value = value;
    }

    /// <summary>Whether the unit that enters now is one of the share: by its key, the same for the whole trial; by chance where it has none.</summary>
    internal bool Chooses() => (s_key.Value is { } key ? Place(key) : Random.Shared.Next(Whole)) < Share;

    // FNV-1a over the version and the key: another trial chooses other keys, and every process of a fleet chooses the same.
    private int Place(string key)
    {
        const ulong prime = 1099511628211;
        var hash = (14695981039346656037 ^ (uint)Epoch.Version) * prime;
        foreach (var c in key)
            hash = (hash ^ c) * prime;
        hash ^= hash >> 32;
        return (int)(hash % Whole);
    }
}
