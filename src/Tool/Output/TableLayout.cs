using System.Text;

namespace HotWeave.Tool.Output;

/// <summary>
/// Lays a table out for a terminal of some width, or for none: a row is one line, and no column is ever left out. Where the room does not do, the widest columns give way first, and what is cut is
/// cut in its middle, since names and paths begin alike and end apart. The first column, by which people find rows, keeps at least half of the room.
/// </summary>
internal static class TableLayout
{
    private const string Gap = "  ";
    private const int Narrowest = 8;

    /// <summary>The table's lines, without spaces at their ends.</summary>
    /// <param name="columns">The heads.</param>
    /// <param name="rows">The cells, as many in each row as there are heads.</param>
    /// <param name="width">The width; null for any.</param>
    public static IEnumerable<string> Write(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, int? width)
    {
        List<IReadOnlyList<string>> all = [columns, .. rows];
        var widths = columns.Select((_, i) => all.Max(r => r[i].Length)).ToArray();
        if (width is { } room)
            Narrow(widths, columns, room);
        return all.Select(row => WriteRow(row, widths));
    }

    private static void Narrow(int[] widths, IReadOnlyList<string> columns, int room)
    {
        while (widths.Sum() + Gap.Length * (widths.Length - 1) > room)
        {
            var widest = -1;
            for (var i = 0; i < widths.Length; i++)
            {
                var least = Math.Max(i == 0 ? room / 2 : Narrowest, columns[i].Length);
                if (widths[i] > least && (widest < 0 || widths[i] >= widths[widest]))
                    widest = i;
            }

            if (widest < 0)
                return;
            widths[widest]--;
        }
    }

    private static string WriteRow(IReadOnlyList<string> cells, int[] widths)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Count; i++)
            line.Append(i > 0 ? Gap : "").Append(Cut(cells[i], widths[i]).PadRight(widths[i]));
        return line.ToString().TrimEnd();
    }

    private static string Cut(string cell, int width)
    {
        if (cell.Length <= width)
            return cell;
        var end = (width - 1) * 2 / 3;
        return cell[..(width - 1 - end)] + "…" + cell[^end..];
    }
}
