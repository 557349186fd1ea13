using HotWeave;

namespace TcpEcho;

/// <summary>One connection's conversation: the protocol, which is swapped, and the connection's state, which stays.</summary>
[Swappable]
internal sealed class Session
{
    private readonly List<string> _lines = [];

    /// <summary>Answers one line of the client.</summary>
    public string Answer(string line)
    {
        _lines.Add(line);
        return $"v1 {_lines.Count} {line}";
    }
}
