namespace HotWeave.Tool.Output;

/// <summary>Anybody's text (names in files, messages of processes, lines of logs), made such that a terminal does not obey it.</summary>
internal static class PrintableText
{
    /// <summary>The text, with a replacement character for each control character but tabs and ends of lines.</summary>
    public static string Clean(string text) => text.Any(IsCommand) ? string.Concat(text.Select(static c => IsCommand(c) ? '\uFFFD' : c)) : text;

    private static bool IsCommand(char character) => char.IsControl(character) && character is not ('\n' or '\r' or '\t');
}
