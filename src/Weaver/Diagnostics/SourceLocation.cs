namespace HotWeave.Weaver.Diagnostics;

/// <summary>A place in a source file, as the debug symbols name it.</summary>
/// <param name="File">The document's path as the symbols record it; never resolved against the local disk.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column, counted from 1; 0 where the symbols do not say.</param>
public sealed record SourceLocation(string File, int Line, int Column);
