using System.Collections;
using System.Globalization;
using HotWeave.AspNetCore.Units;

namespace HotWeave.AspNetCore.Telemetry;

/// <summary>The log scope of a request: the version that answers it, which is known once the gate lets it in.</summary>
internal sealed class RequestScope(RequestUnit unit) : IReadOnlyList<KeyValuePair<string, object?>>
{
    internal const string Category = "HotWeave.Requests";

    public int Count => 1;

    public KeyValuePair<string, object?> this[int index] =>
        index == 0 ? new(VersionTags.Name, unit.Version?.Value) : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return this[0];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{VersionTags.Name}:{unit.Version?.Value}");
}
