using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using HotWeave;

// Types whose shape changes, and of which no value outlives a call: new code has types of its own.
internal struct Cursor
{
    private readonly string text;
    private int place;
#if V2
    private int lines;
#endif
    public Cursor(string text) { this.text = text; place = -1; }

    public bool Move()
    {
        place++;
#if V2
        if (place < text.Length && text[place] == '\n')
            lines++;
#endif
        return place < text.Length;
    }

    public readonly char Current => text[place];

    public override readonly bool Equals(object? other) => other is Cursor c && c.place == place;

    public override readonly int GetHashCode() => place;

    public override readonly string ToString()
    {
#if V2
        return $"line {lines} ";
#else
        return $"at {place} ";
#endif
    }

    internal struct Mark
    {
        public int Place;
#if V2
        public string Note;
#endif
        public static Mark Of(Cursor cursor) => new()
        {
            Place = cursor.place,
#if V2
            Note = "lines " + cursor.lines,
#endif
        };
    }
}

// Has a value of one of them in itself.
internal struct Frame<T>
{
    public Cursor Cursor;
    public T Value;

    public readonly string Show() { return Value + "/" + Cursor.ToString(); }
}

#if V2
internal delegate string Step(Cursor cursor, int count, string more);
#else
internal delegate string Step(Cursor cursor, int count);
#endif

// A class becomes a struct, a static class one that can be made.
#if V2
internal struct Box(int width)
{
    private readonly int height = width * 2;

    public readonly int Area() { return width * height + Math.Abs(height); }
}

internal sealed class Units(string name)
{
    private static readonly System.Globalization.NumberFormatInfo s_format = new() { NumberDecimalSeparator = "_" };

    public static string Metre() { return "metre" + Environment.NewLine.Length + 1.5.ToString("0.0", s_format); }

    public string Name() { return name + Environment.NewLine.Length; }
}
#else
internal sealed class Box
{
    private readonly int width;

    public Box(int width) { this.width = width; }

    public int Area() { return width * width + Math.Abs(width); }
}

internal static class Units
{
    private static readonly System.Globalization.NumberFormatInfo s_format = new() { NumberDecimalSeparator = "_" };

    public static string Metre() { return "m" + Environment.NewLine.Length + 1.5.ToString("0.0", s_format); }
}
#endif

// Only constructors know what a case has more, and code takes cases from lists; none outlives a call.
internal abstract class Token
{
    internal static readonly Token End = new EndToken();

    private readonly int kind;

    private Token(int kind) { this.kind = kind; }

    internal int Kind => kind;

    internal sealed class EndToken : Token
    {
        internal EndToken()
            : base(0)
        {
        }
    }

#if V2
    internal sealed class Word(string text, int place) : Token(1)
    {
        internal int Place => place;

        internal string Show() { return text + "@" + Environment.NewLine.Length; }
    }
#else
    internal sealed class Word(string text) : Token(1)
    {
        internal string Show() { return text + Environment.NewLine.Length; }
    }
#endif

    internal static List<Token> Split(string text)
    {
        var all = new List<Token>();
        foreach (var word in text.Split(' '))
        {
#if V2
            all.Add(new Word(word, all.Count));
#else
            all.Add(new Word(word));
#endif
        }

        all.Add(End);
        return all;
    }
}

// An abstract class becomes one that can be made.
#if V2
internal class Rule(string name)
{
    internal string Check(string text) { return name + text.Length; }
}
#else
internal abstract class Rule
{
    internal string Check(string text) { return Name() + text.Length; }

    protected abstract string Name();
}

internal sealed class LengthRule : Rule
{
    protected override string Name() { return "length" + Environment.NewLine.Length; }
}
#endif

[Swappable]
public class Reader
{
    private int count;

    public string Words(string text)
    {
        var shown = "";
        foreach (var token in Token.Split(text))
            shown += token is Token.Word word ? Name(word) + token.Kind : ReferenceEquals(token, Token.End) ? "." : "?";
#if V2
        return shown + new Rule("rule").Check(text);
#else
        return shown + new LengthRule().Check(text);
#endif
    }

    private static string Name(Token.Word word)
    {
#if V2
        return word.Show() + new List<Token.Word> { word }[0].Place;
#else
        return word.Show();
#endif
    }

    public string Read(string text)
    {
        var cursor = new Cursor(text);
        var marks = new List<Cursor.Mark>();
        while (cursor.Move())
        {
            count++;
            if (cursor.Current == '\n')
                marks.Add(Cursor.Mark.Of(cursor));
        }

        return Describe(ref cursor, marks) + count;
    }

    public async Task<string> ReadLater(string text)
    {
        var cursor = new Cursor(text);
        var steps = 0;
        while (cursor.Move())
        {
            await Task.Yield();
            steps++;
        }

        return await Later(new Frame<int> { Cursor = cursor, Value = steps });
    }

    public IEnumerable<string> Walk(string text)
    {
        var cursor = new Cursor(text);
        while (cursor.Move())
            yield return cursor.Current + cursor.ToString();
    }

    public string Run(string text)
    {
        var cursor = new Cursor(text);
        cursor.Move();
#if V2
        return Take((c, n, more) => c.ToString() + n + more + text, cursor) + new Units("u").Name();
#else
        return Take((c, n) => c.ToString() + n + text, cursor);
#endif
    }

    internal static string Take(Step step, Cursor cursor)
    {
#if V2
        return step(cursor, 3, "more") + Environment.NewLine.Length;
#else
        return step(cursor, 2) + Environment.NewLine.Length;
#endif
    }

    internal string Describe(ref Cursor cursor, List<Cursor.Mark> marks)
    {
        cursor.Move();
        var all = marks.ToArray();
#if V2
        return cursor.ToString() + string.Join(",", all.Select(static m => m.Place + m.Note)) + Equals(cursor, default) + count;
#else
        return cursor.ToString() + string.Join(",", all.Select(static m => m.Place)) + Equals(cursor, default) + count;
#endif
    }

    private async Task<string> Later(Frame<int> frame)
    {
        await Task.Yield();
        var boxes = new[] { new Box(2), new Box(3) };
        return frame.Show() + boxes.Sum(static b => b.Area()) + Units.Metre();
    }

    private static bool Equals(Cursor left, Cursor right) => EqualityComparer<Cursor>.Default.Equals(left, right);
}

public static class MadeAnew
{
    private static Reader reader = new();

    public static void Prepare()
    {
        reader = new Reader();
        reader.Read("prepared\n");
    }

    public static void Run(TextWriter output)
    {
        reader = new Reader();
        output.WriteLine(reader.Read("one\ntwo\n"));
        output.WriteLine(reader.Words("to be"));
        output.WriteLine(reader.ReadLater("a\nb").GetAwaiter().GetResult());
        output.WriteLine(string.Join("|", reader.Walk("x\ny")));
        output.WriteLine(reader.Run("z"));
    }
}
