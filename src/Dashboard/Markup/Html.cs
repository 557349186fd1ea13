using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace HotWeave.Dashboard.Markup;

/// <summary>
/// A piece of a page. Made by <see cref="Write"/> from an interpolated string, in which what is written out is markup, and everything that is put in is
/// text and encoded, unless it is a piece itself. So nobody's name can become markup, in text or between the double quotes of an attribute.
/// </summary>
internal readonly struct Html(string markup)
{
    private readonly string? _markup = markup;

    /// <summary>Nothing.</summary>
    public static Html None => default;

    /// <summary>A piece from an interpolated string.</summary>
    public static Html Write(HtmlText text) => new(text.ToMarkup());

    /// <summary>Pieces in a row.</summary>
    public static Html Join(IEnumerable<Html> pieces)
    {
        var all = new StringBuilder();
        foreach (var piece in pieces)
            all.Append(piece._markup);
        return new Html(all.ToString());
    }

    /// <summary>The piece, or nothing.</summary>
    public static Html When(bool condition, Func<Html> piece) => condition ? piece() : None;

    /// <summary>The markup.</summary>
    public override string ToString() => _markup ?? "";
}

/// <summary>Puts pieces together from interpolated strings.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlText
{
    private readonly StringBuilder _text;

    public HtmlText(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + formattedCount * 16);

    public void AppendLiteral(string markup) => _text.Append(markup);

    public void AppendFormatted(Html piece) => _text.Append(piece.ToString());

    public void AppendFormatted(string? text) => _text.Append(HtmlEncoder.Default.Encode(text ?? ""));

    public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

    public void AppendFormatted<T>(T value, string? format) =>
        AppendFormatted(value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString());

    /// <summary>What was put together.</summary>
    public string ToMarkup() => _text.ToString();
}
