using System.Text.RegularExpressions;

namespace HotWeave.Fuzz.Kills;

/// <summary>
/// Judges by its system calls whether an operation survives a power failure: a file has its content on the disk before it gets its name, and its
/// folder is written to the disk before the operation gives the next file its name, or ends.
/// </summary>
/// <param name="folder">The folder whose files are judged.</param>
internal sealed partial class DiskOrder(string folder)
{
    private readonly HashSet<string> _unwritten = [];
    private readonly List<string> _renamed = [];
    private readonly List<string> _wrong = [];

    /// <summary>What is wrong, in words.</summary>
    /// <param name="calls">Lines of <c>strace -f -y</c>, in their order.</param>
    /// <param name="last">The file that says that the others are there; it may get its name only when theirs are on the disk.</param>
    public IReadOnlyList<string> Judge(IEnumerable<string> calls, string last)
    {
        foreach (var call in calls)
            Follow(call, Path.Combine(folder, last));
        SayRenamed("the end");
        return _wrong;
    }

    private void Follow(string call, string last)
    {
        if (Write().Match(call) is { Success: true } write)
        {
            _unwritten.Add(write.Groups[1].Value);
        }
        else if (Sync().Match(call) is { Success: true } sync)
        {
            _unwritten.Remove(sync.Groups[1].Value);
            if (sync.Groups[1].Value == folder)
                _renamed.Clear();
        }
        else if (Rename().Match(call) is { Success: true } rename && Path.GetDirectoryName(rename.Groups[2].Value) == folder)
        {
            var (from, to) = (rename.Groups[1].Value, rename.Groups[2].Value);
            if (_unwritten.Contains(from))
                _wrong.Add($"{to} gets its name before its content is on the disk");
            if (to == last)
                SayRenamed(last);
            _renamed.Add(to);
        }
    }

    private void SayRenamed(string before) => _wrong.AddRange(_renamed.Select(r => $"the name of {r} is not on the disk before {before}"));

    [GeneratedRegex(@"\b(?:p?write(?:64|v)?|ftruncate|copy_file_range|sendfile)\([0-9]+<([^>]*)>")]
    private static partial Regex Write();

    [GeneratedRegex(@"\bf(?:data)?sync\([0-9]+<([^>]*)>")]
    private static partial Regex Sync();

    [GeneratedRegex(@"\brename(?:at2?)?\((?:AT_FDCWD(?:<[^>]*>)?, )?""([^""]*)"", (?:AT_FDCWD(?:<[^>]*>)?, )?""([^""]*)""")]
    private static partial Regex Rename();
}
