using HotWeave.Control.Protocol;

namespace HotWeave.Dashboard.Operations;

/// <summary>How the last operations ended, each under an address of its own: who loads the page of a result again does nothing again.</summary>
internal sealed class OperationResults
{
    private const int MostResults = 50;

    private readonly Queue<OperationResult> _results = new();
    private int _last;

    /// <summary>Keeps one, and gives it a number.</summary>
    public OperationResult Keep(Func<int, OperationResult> make)
    {
        lock (_results)
        {
            var result = make(++_last);
            _results.Enqueue(result);
            if (_results.Count > MostResults)
                _results.Dequeue();
            return result;
        }
    }

    /// <summary>One of a process; null where it is not kept any more.</summary>
    public OperationResult? Find(string process, string number)
    {
        lock (_results)
            return _results.FirstOrDefault(r => r.Process == process && r.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) == number);
    }
}

/// <summary>How an operation ended. Immutable.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Process">The key of the process.</param>
/// <param name="Operation">What was asked for, in a word.</param>
/// <param name="User">Who asked.</param>
/// <param name="Time">When it ended.</param>
internal sealed record OperationResult(int Number, string Process, string Operation, string User, DateTimeOffset Time)
{
    /// <summary>What the process answered; null where it did not.</summary>
    public ControlMessage? Answer { get; init; }

    /// <summary>Why it did not; null where it did.</summary>
    public string? Problem { get; init; }

    /// <summary>The patch that was checked and may be applied now; null where none was.</summary>
    public UploadedPatch? Upload { get; init; }

    /// <summary>Whether it was done, or was so already.</summary>
    public bool IsDone => Answer is not (null or Refusal { IsNothingToDo: false });
}
