namespace HotWeave.Tool.Tests.Documented;

/// <summary>A place of a page that shows the tool's command line.</summary>
/// <param name="Page">The page's path within the repository.</param>
/// <param name="Line">The number of the line.</param>
/// <param name="Text">What stands behind <c>hotweave</c>.</param>
/// <param name="IsWhole">Whether it is to be typed as it stands, but for placeholders; else it only mentions a command and its options, or lists them.</param>
internal sealed record DocumentedCommand(string Page, int Line, string Text, bool IsWhole)
{
    public override string ToString() => $"{Page}({Line}): hotweave {Text}";
}
