namespace HotWeave.Weaver.Tests.Properties;

/// <summary>Decisions read off a list of numbers, so that a shorter list or smaller numbers make a simpler program: a failure shrinks by itself.</summary>
internal sealed class Choices(IReadOnlyList<int> values)
{
    private int _next;

    /// <summary>Whether the list still decides anything; after its end every choice is 0.</summary>
    public bool Remain => _next < values.Count;

    public int Below(int limit) => Remain ? (int)((uint)values[_next++] % (uint)limit) : 0;

    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];
}
