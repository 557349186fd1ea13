using System.Globalization;
using HotWeave.Control.Protocol;
using Microsoft.Diagnostics.Tracing.Parsers;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace HotWeave.Tool.Control;

/// <summary>Counts what the runtime tells of one collection of all garbage: types by name, objects by type. Used by the thread that reads.</summary>
internal sealed class HeapCount
{
    private readonly Dictionary<ulong, string> _names = [];
    private readonly HashSet<ulong> _arrays = [];
    private readonly Dictionary<ulong, long> _counts = [];
    private int _collection = -1;
    private int _nextBulk;
    private bool _isGapped;
    private bool _isComplete;
    private double _suspended;
    private double _pause;
    private bool _isResumed;

    public HeapCount(ClrTraceEventParser runtime)
    {
        runtime.GCSuspendEEStart += data => _suspended = data.TimeStampRelativeMSec;
        runtime.GCStart += data =>
        {
            // Only a session that wants the heap has the runtime collect for that reason.
            if (_collection < 0 && data is { Depth: 2, Reason: GCReason.Induced } && data.ClientSequenceNumber == 0)
                _collection = data.Count;
        };
        runtime.TypeBulkType += Add;
        runtime.GCBulkNode += Add;
        runtime.GCStop += data =>
        {
            if (data.Count != _collection || _nextBulk == 0)
                return;
            _isComplete = true;
            _pause = data.TimeStampRelativeMSec - _suspended;
        };
        // What is left to be done then takes microseconds, and may come too late to be told.
        runtime.GCRestartEEStop += data =>
        {
            if (_isComplete && !_isResumed)
                _pause = data.TimeStampRelativeMSec - _suspended;
            _isResumed |= _isComplete;
        };
    }

    /// <summary>Why what was counted is not all that is there, as part of a sentence; null where it is.</summary>
    /// <param name="lost">How many events never came.</param>
    public string? FindProblem(long lost)
    {
        if (lost > 0 || _isGapped)
            return string.Create(
                CultureInfo.InvariantCulture, $"{lost} of the runtime's events were lost, as happens where the heap is too large to be told in one go");
        if (!_isComplete)
            return "the runtime did not tell the heap to its end";
        var unnamed = _counts.Keys.Count(id => !_names.ContainsKey(id));
        return unnamed > 0
            ? string.Create(CultureInfo.InvariantCulture, $"the runtime did not name {unnamed} types of objects, as happens where something else traces it")
            : null;
    }

    /// <summary>What was counted, by name; arrays left out.</summary>
    public CensusReply ToReply()
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (id, count) in _counts)
        {
            if (!_arrays.Contains(id))
                counts[_names[id]] = counts.GetValueOrDefault(_names[id]) + count;
        }

        return new CensusReply([.. counts.Keys], [.. counts.Values], (long)(_pause * 1000), "");
    }

    private void Add(GCBulkTypeTraceData data)
    {
        for (var i = 0; i < data.Count; i++)
        {
            var type = data.Values(i);
            if ((type.Flags & TypeFlags.Array) != 0)
                _arrays.Add(type.TypeID);
            if (type.TypeName is { Length: > 0 } name)
                _names[type.TypeID] = Name(name, type.TypeNameID);
        }
    }

    private void Add(GCBulkNodeTraceData data)
    {
        _isGapped |= data.Index != _nextBulk;
        _nextBulk = data.Index + 1;
        for (var i = 0; i < data.Count; i++)
        {
            var id = data.Values(i).TypeID;
            _counts[id] = _counts.GetValueOrDefault(id) + 1;
        }
    }

    // N.Type`1[System.String] or Nested[System.String]: all that a name has after a bracket are arguments, and ranks of arrays. Nested types are named
    // without what they stand in.
    private static string Name(string name, int token)
    {
        var open = name.IndexOf('[', StringComparison.Ordinal) is > 0 and var at ? name[..at] : name;
        return string.Create(CultureInfo.InvariantCulture, $"{open[(open.LastIndexOf('+') + 1)..]} {token:x8}");
    }
}
