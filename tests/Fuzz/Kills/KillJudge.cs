namespace HotWeave.Fuzz.Kills;

/// <summary>What became of a folder whose change was killed. A state that was seen before is not judged again.</summary>
internal sealed class KillJudge(KillCase killed, KillPlace place)
{
    private readonly Dictionary<string, string?> _seen = [];
    private string _before = "";
    private string _after = "";

    /// <summary>How many different states kills left.</summary>
    public int States => _seen.Count;

    /// <summary>Learns what is before, and what is after.</summary>
    public void Learn(Action operation)
    {
        _before = FolderState.Read(place.Folder);
        operation();
        _after = FolderState.Read(place.Folder);
        if (_before == _after || FolderState.Read(place.Temporary).Length > 0)
            throw new InvalidOperationException($"'{killed.Name}' changed nothing, or left something: {FolderState.Read(place.Root)}");
    }

    /// <summary>Whether the folder is as before, as after (byte for byte), or neither.</summary>
    public string Name()
    {
        var now = FolderState.Read(place.Folder);
        return now == _before ? "before" : now == _after ? "after" : "between";
    }

    /// <summary>What is wrong; null when nothing is.</summary>
    public string? FindFault()
    {
        var state = FolderState.Read(place.Root);
        if (!_seen.TryGetValue(state, out var fault))
            _seen[state] = fault = Judge() is { } found ? $"{found}\nleft was:\n{state}" : null;
        return fault;
    }

    private string? Judge()
    {
        var start = KilledProcess.Run(place, killed.Start(place.Folder));
        if (start.Code != 0 || start.Errors.Length > 0 || !killed.Said.Contains(start.Output))
            return $"the application ended with {start.Code} and said '{start.Output}' {start.Errors}";
        var next = KilledProcess.Run(place, killed.Command(place.Folder));
        if (next.Code != 0 && !(killed.Nothing is { } code && (next.Output + next.Errors).Contains(code, StringComparison.Ordinal)))
            return $"the next command ended with {next.Code}: {next.Output}{next.Errors}";
        if (FolderState.Read(place.Folder) != _after)
            return $"the next command left the folder as\n{FolderState.Read(place.Folder)}and not as\n{_after}";
        string[] beside = [.. Directory.GetFileSystemEntries(place.Root).Concat(Directory.GetFileSystemEntries(place.Temporary)).Except([place.Folder, place.Temporary])];
        return beside.Length > 0 ? "the next command left " + string.Join(' ', beside) : null;
    }
}
