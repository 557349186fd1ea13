using HotWeave;

namespace TcpEcho;

/// <summary>One connection's conversation: the protocol, which is swapped, and the connection's state, which stays.</summary>
[Swappable]
internal sealed class Session
{
    private readonly List<string> _lines = [];

    /// <summary>Answers one line of the client; "longest" is new, and knows the lines that version 1 took.</summary>
    public string Answer(string line)
    {
        string? answer = line == "longest" ? Longest() : line;
        _lines.Add(line);
        return $"v2 {_lines.Count} {answer}";
    }

    private string? Longest() => _lines.MaxBy(line => line.Length);
}
