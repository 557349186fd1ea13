using System.Text;

namespace HotWeave.Conventions.Tests.Pictures;

/// <summary>The stages of the weaver and the floors of the other parts, drawn as SVG from the lists that the conventions are kept by.</summary>
internal static class FloorPicture
{
    private const int Width = 960;
    private const int Margin = 20;
    private const int Gap = 10;
    private const int RowHeight = 22;
    private const int HeadHeight = 30;
    private const int StagesTop = 44;
    private const int StagesHeight = 40;
    private const int FloorsTop = StagesTop + StagesHeight + 56;
    private const int Columns = 6;
    private const int ColumnWidth = (Width - (2 * Margin) - ((Columns - 1) * Gap)) / Columns;

    private const string Ink = "#1b1f3b";
    private const string Faint = "#4a5378";
    private const string StageFill = "#fff1e6";
    private const string FloorFill = "#eef1fa";

    /// <summary>Draws it.</summary>
    /// <param name="stages">The weaver's stages, from left to right.</param>
    /// <param name="floors">The floors of each part, from the ground up.</param>
    public static string Draw(IReadOnlyList<string> stages, IReadOnlyDictionary<string, string[]> floors)
    {
        var placed = Place(floors);
        var height = placed.Max(static p => p.Bottom) + Margin;
        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"t d\" "
            + "font-family=\"-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif\" font-size=\"13\">");
        Line(svg, "  <title id=\"t\">Stages and floors</title>");
        Line(svg, $"  <desc id=\"d\">The weaver's stages from left to right: {string.Join(", ", stages)}. The floors of the other parts from the ground up: "
            + $"{string.Join("; ", floors.Select(static part => $"{part.Key}: {string.Join(", ", part.Value.Select(NameOf))}"))}.</desc>");
        Line(svg, $"  <rect width=\"{Width}\" height=\"{height}\" rx=\"12\" fill=\"#ffffff\"/>");
        Text(svg, Margin, StagesTop - 16, "src/Weaver: a stage uses stages to its left", Faint);
        DrawStages(svg, stages);
        Text(svg, Margin, FloorsTop - 16, "Other parts: a file uses its own floor and those below", Faint);
        foreach (var (part, left, top, _) in placed)
            DrawPart(svg, part, floors[part], left, top);
        Line(svg, "</svg>");
        return svg.ToString();
    }

    // The high ones have a column each; the low ones stand on top of each other in the last.
    private static List<(string Part, int Left, int Top, int Bottom)> Place(IReadOnlyDictionary<string, string[]> floors)
    {
        var placed = new List<(string Part, int Left, int Top, int Bottom)>();
        var column = 0;
        var top = FloorsTop;
        foreach (var part in floors.OrderByDescending(static p => p.Value.Length).ThenBy(static p => p.Key, StringComparer.Ordinal))
        {
            var bottom = top + HeadHeight + (part.Value.Length * RowHeight);
            placed.Add((part.Key, Margin + (column * (ColumnWidth + Gap)), top, bottom));
            (column, top) = column < Columns - 1 ? (column + 1, FloorsTop) : (column, bottom + Gap);
        }

        return placed;
    }

    private static void DrawStages(StringBuilder svg, IReadOnlyList<string> stages)
    {
        var width = (Width - (2 * Margin) - ((stages.Count - 1) * Gap)) / stages.Count;
        for (var i = 0; i < stages.Count; i++)
        {
            var left = Margin + (i * (width + Gap));
            Box(svg, left, StagesTop, width, StagesHeight, StageFill);
            Text(svg, left + (width / 2), StagesTop + (StagesHeight / 2) + 5, stages[i], Ink, "middle");
            if (i > 0)
                Line(svg, $"  <path d=\"M{left - Gap + 2} {StagesTop + (StagesHeight / 2)} h{Gap - 4} l-4 -4 m4 4 l-4 4\" fill=\"none\" stroke=\"{Ink}\"/>");
        }
    }

    private static void DrawPart(StringBuilder svg, string part, string[] floors, int left, int top)
    {
        Text(svg, left, top + HeadHeight - 10, "src/" + part, Ink, weight: " font-weight=\"600\"");
        for (var i = 0; i < floors.Length; i++)
        {
            var y = top + HeadHeight + ((floors.Length - 1 - i) * RowHeight);
            Box(svg, left, y, ColumnWidth, RowHeight - 2, FloorFill);
            Text(svg, left + 8, y + 15, NameOf(floors[i]), Ink);
        }
    }

    private static string NameOf(string floor) => floor == "." ? "(its own folder)" : floor;

    private static void Box(StringBuilder svg, int x, int y, int width, int height, string fill) =>
        Line(svg, $"  <rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"4\" fill=\"{fill}\"/>");

    private static void Text(StringBuilder svg, int x, int y, string text, string fill, string anchor = "start", string weight = "") =>
        Line(svg, $"  <text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\"{weight} fill=\"{fill}\">{text}</text>");

    private static void Line(StringBuilder svg, string text) => svg.Append(text).Append('\n');
}
