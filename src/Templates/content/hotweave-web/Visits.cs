namespace HotWeaveWeb._1;

/// <summary>State that lives on when the code changes.</summary>
public sealed class Visits
{
    private int _count;

    public int CountOne() => Interlocked.Increment(ref _count);
}
