namespace HotWeave.Weaver.Diagnostics;

/// <summary>A place in a source file, as the debug symbols name it.</summary>
public sealed record SourceLocation
{
    internal SourceLocation(string file, int line, int column)
    {
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>The document's path as the symbols record it; never resolved against the local disk.</summary>
    public string File { get; init; }

    /// <summary>The line, counted from 1.</summary>
    public int Line { get; init; }

    /// <summary>The column, counted from 1; 0 where the symbols do not say.</summary>
    public int Column { get; init; }
}
