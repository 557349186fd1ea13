using System.Collections.Generic;

public class Shelf<T>
{
    private readonly List<T> _items = new();

    public int Add(T item) => Put(item, 1) + Shelf<string>.Count(new[] { "a" }, 2) + Count(new[] { item, item }, 3);

    public int Put(T item, int times)
    {
        for (var i = 0; i < times; i++)
            _items.Add(item);
        return _items.Count;
    }

    public static int Count<TMore>(TMore[] items, int depth) where TMore : notnull
    {
        return depth == 0 ? items.Length : Count<TMore>(items, depth - 1) + Count(new[] { 1 }, depth - 1);
    }

    [HotWeave.SafePoint]
    public void Loop() => Loop();
}
