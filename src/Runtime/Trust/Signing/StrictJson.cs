using System.Globalization;
using System.Text;

namespace HotWeave.Trust.Signing;

/// <summary>
/// Reads JSON (RFC 8259) of which the content is not trusted yet: objects, lists, strings and whole numbers up to 2^53 - 1. Refused is what readers understand differently: members twice, other
/// numbers, <c>true</c>, <c>null</c>, bytes that are no UTF-8, half surrogates, anything behind the end; and what is deeper than five brackets.
/// </summary>
internal ref struct StrictJson
{
    private const int Deepest = 5;
    private const long LargestNumber = (1L << 53) - 1;
    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _depth;

    private StrictJson(ReadOnlySpan<char> text) => _text = text;

    /// <param name="utf8">An object.</param>
    /// <param name="longest">How many bytes there may be.</param>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    internal static JsonFields Parse(ReadOnlySpan<byte> utf8, int longest)
    {
        if (utf8.Length > longest)
            throw new FormatException($"it is longer than {longest} bytes");
        string text;
        try
        {
            text = s_utf8.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException("it is no UTF-8");
        }

        var json = new StrictJson(text);
        var fields = json.ReadValue() as JsonFields ?? throw new FormatException("it is no JSON object");
        json.SkipSpace();
        return json._at == text.Length ? fields : throw new FormatException("something follows its end");
    }

    private object ReadValue()
    {
        SkipSpace();
        return Peek() switch
        {
            '{' => ReadObject(),
            '[' => ReadList(),
            '"' => ReadText(),
            >= '0' and <= '9' => ReadNumber(),
            _ => throw Unexpected(),
        };
    }

    private JsonFields ReadObject()
    {
        var members = new Dictionary<string, object>(StringComparer.Ordinal);
        Enter();
        for (var more = !TrySkip('}'); more; more = !Ends('}'))
        {
            SkipSpace();
            var name = ReadText();
            SkipSpace();
            if (!TrySkip(':'))
                throw Unexpected();
            if (!members.TryAdd(name, ReadValue()))
                throw new FormatException($"'{name}' is there twice");
        }

        _depth--;
        return new JsonFields(members);
    }

    private List<object> ReadList()
    {
        var items = new List<object>();
        Enter();
        for (var more = !TrySkip(']'); more; more = !Ends(']'))
            items.Add(ReadValue());
        _depth--;
        return items;
    }

    private long ReadNumber()
    {
        var start = _at;
        while (char.IsAsciiDigit(Peek()))
            _at++;
        var digits = _text[start.._at];
        return (digits[0] != '0' || digits.Length == 1) && Peek() is not ('.' or 'e' or 'E')
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= LargestNumber
            ? number
            : throw new FormatException($"a number at {start} is no whole one up to {LargestNumber}");
    }

    private string ReadText()
    {
        if (!TrySkip('"'))
            throw Unexpected();
        var text = new StringBuilder();
        while (Peek() is var c && c != '"')
        {
            if (c < ' ')
                throw Unexpected();
            _at++;
            text.Append(c == '\\' ? ReadEscape() : c);
        }

        _at++;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && ++i < text.Length && char.IsLowSurrogate(text[i])))
                throw new FormatException("a text has half a surrogate");
        }

        return text.ToString();
    }

    private char ReadEscape()
    {
        var c = Peek();
        _at++;
        switch (c)
        {
            case '"' or '\\' or '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _at + 4 <= _text.Length && _text.Slice(_at, 4) is var digits && IsHex(digits):
                _at += 4;
                return (char)ushort.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            default:
                _at--;
                throw Unexpected();
        }
    }

    // Number parsers pass over NULs behind the digits.
    private static bool IsHex(ReadOnlySpan<char> digits)
    {
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit))
                return false;
        }

        return true;
    }

    private void Enter()
    {
        _at++;
        if (++_depth > Deepest)
            throw new FormatException("it is too deep");
        SkipSpace();
    }

    // After a member: a comma, or the end.
    private bool Ends(char bracket)
    {
        SkipSpace();
        if (TrySkip(bracket))
            return true;
        return TrySkip(',') ? false : throw Unexpected();
    }

    private bool TrySkip(char c)
    {
        if (Peek() != c)
            return false;
        _at++;
        return true;
    }

    private void SkipSpace()
    {
        while (Peek() is ' ' or '\t' or '\n' or '\r')
            _at++;
    }

    // NUL is no character of JSON, so it stands for the end.
    private readonly char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private readonly FormatException Unexpected() => new(_at < _text.Length ? $"it has what does not belong there at {_at}" : "it ends early");
}
