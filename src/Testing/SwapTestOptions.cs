using HotWeave.Weaver;

namespace HotWeave.Testing;

/// <summary>How a deployed build is woven, compared and swapped in a test. Immutable.</summary>
public sealed record SwapTestOptions
{
    private readonly int _rounds = 2;

    /// <summary>Which types of a deployed build that is not woven are swappable: all of them by default.</summary>
    public WeaveSelection Selection { get; init; } = new() { All = true, CommonOverrides = true };

    /// <summary>What happens to small methods when it is woven.</summary>
    public SmallMethods SmallMethods { get; init; } = SmallMethods.Accessors;

    /// <summary>Assembly files and folders in which references are looked up, after the folders of the two builds.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>How patches are applied and taken back.</summary>
    public SwapOptions Swap { get; init; } = new();

    /// <summary>How often <see cref="SwapTest.GoesLiveAndBackAsync(Func{System.Reflection.Assembly, Task{string}})"/> goes there and back; 2 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int Rounds
    {
        get => _rounds;
        init => _rounds = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A test goes there and back at least once.");
    }
}
