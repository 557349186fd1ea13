using System.Globalization;
using System.Text;

namespace HotWeave.Trust.Signing;

/// <summary>Writes JSON by hand: a serialiser would make trimmed applications keep one. Members in the order of the calls, no white space, so that the same values give the same bytes.</summary>
internal sealed class JsonText
{
    private readonly StringBuilder _text = new();

    /// <summary>Whether a comma stands before the next value.</summary>
    private bool _follows;

    public override string ToString() => _text.ToString();

    internal JsonText Open(char bracket)
    {
        Separate();
        _text.Append(bracket);
        _follows = false;
        return this;
    }

    internal JsonText Close(char bracket)
    {
        _text.Append(bracket);
        _follows = true;
        return this;
    }

    internal JsonText Name(string name)
    {
        Value(name);
        _text.Append(':');
        _follows = false;
        return this;
    }

    internal JsonText Value(long number)
    {
        Separate();
        _text.Append(number.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>A string, or null.</summary>
    internal JsonText Value(string? text)
    {
        Separate();
        if (text is null)
            _text.Append("null");
        else
            AppendQuoted(text);
        return this;
    }

    internal JsonText Values(IEnumerable<string> texts)
    {
        Open('[');
        foreach (var text in texts)
            Value(text);
        return Close(']');
    }

    private void Separate()
    {
        if (_follows)
            _text.Append(',');
        _follows = true;
    }

    // RFC 8259, section 7.
    private void AppendQuoted(string text)
    {
        _text.Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                _text.Append('\\').Append(c);
            else if (c < ' ')
                _text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                _text.Append(c);
        }

        _text.Append('"');
    }
}
