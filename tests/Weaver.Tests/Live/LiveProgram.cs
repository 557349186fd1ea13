using System.Collections.Concurrent;
using System.Reflection;
using System.Text;

namespace HotWeave.Weaver.Tests.Live;

/// <summary>A program that runs on a thread of this process and is spoken to over its console: a line in, an answer that ends with <c>&lt;&lt;end&gt;&gt;</c>.</summary>
public sealed class LiveProgram : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly TextReader _input = Console.In;
    private readonly TextWriter _output = Console.Out;
    private readonly Questions _questions = new();
    private readonly Answers _answers = new();
    private readonly Thread _main;
    private Exception? _end;

    public LiveProgram(Assembly program)
    {
        Console.SetIn(_questions);
        Console.SetOut(_answers);
        var entry = program.EntryPoint ?? throw new ArgumentException($"{program} has no entry point", nameof(program));
        _main = new Thread(() => Run(entry)) { IsBackground = true };
        _main.Start();
    }

    /// <summary>What it answers to one line.</summary>
    public string Ask()
    {
        _questions.Lines.Add("go");
        var answer = new StringBuilder();
        while (true)
        {
            if (!_answers.Lines.TryTake(out var line, s_patience))
                throw new TimeoutException($"no answer after {s_patience}; so far: {answer}");
            if (line is null)
                throw new InvalidOperationException($"the program ended: {answer}", _end);
            if (line == "<<end>>")
                return answer.ToString();
            answer.Append(line).Append('\n');
        }
    }

    public void Dispose()
    {
        _questions.Lines.CompleteAdding();
        _main.Join(s_patience);
        Console.SetIn(_input);
        Console.SetOut(_output);
    }

    private void Run(MethodInfo entry)
    {
        try
        {
            entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, entry.GetParameters().Length == 0 ? [] : [Array.Empty<string>()], null);
        }
        catch (Exception e)
        {
            _end = e;
        }

        _answers.Lines.Add(null);
    }

    private sealed class Questions : TextReader
    {
        public BlockingCollection<string> Lines { get; } = [];

        public override string? ReadLine() => Lines.TryTake(out var line, Timeout.Infinite) ? line : null;
    }

    private sealed class Answers : TextWriter
    {
        private readonly StringBuilder _line = new();

        public BlockingCollection<string?> Lines { get; } = [];

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            if (value == '\n')
            {
                Lines.Add(_line.ToString());
                _line.Clear();
            }
            else if (value != '\r')
            {
                _line.Append(value);
            }
        }
    }
}
