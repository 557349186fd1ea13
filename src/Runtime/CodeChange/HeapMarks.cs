using System.Globalization;

namespace HotWeave.CodeChange;

/// <summary>
/// Objects that are alive for certain while a census is taken: one that does not count them, under the very names by which others are looked for, has not
/// seen the
/// heap or writes names otherwise.
/// </summary>
internal sealed class HeapMarks : IDisposable
{
    private const int Count = 3;

    // Of a nested type within a generic one, in an array: all that names have.
    private readonly Mark<string>.Inner[] _marks = new Mark<string>.Inner[Count];

    internal HeapMarks()
    {
        for (var i = 0; i < Count; i++)
            _marks[i] = new Mark<string>.Inner();
    }

    public void Dispose() => GC.KeepAlive(_marks);

    /// <summary>What a census says of them, as part of a sentence; null where it counts all.</summary>
    internal string? FindMissing(HeapCensus census)
    {
        var counted = census.Objects.GetValueOrDefault(HeapCensus.NameOf(_marks[0].GetType()));
        return counted >= Count ? null : string.Create(CultureInfo.InvariantCulture, $"{counted} of {Count} objects that are there for certain");
    }

    private sealed class Mark<T>
    {
        internal sealed class Inner
        {
            internal Type Owner { get; } = typeof(T);
        }
    }
}
