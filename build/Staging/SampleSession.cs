namespace HotWeave.Staging;

/// <summary>
/// What somebody types into a sample and what it answers, while an operator swaps its code: the sample's <c>session.txt</c>. A line that
/// begins with <c>&gt;</c> is typed, and the next one is the answer; with <c>~</c>, it is typed until that is the answer, as something else
/// has to happen first; with <c>=</c>, it is what the operator does.
/// </summary>
public sealed class SampleSession
{
    private readonly string[] _lines;

    private SampleSession(string[] lines) => _lines = lines;

    /// <summary>Reads a session.</summary>
    /// <param name="file">The sample's <c>session.txt</c>.</param>
    /// <param name="copy">What <c>{copy}</c> stands for in it, for a sample that is woven in its memory.</param>
    public static SampleSession Read(string file, string copy = "") =>
        new([.. File.ReadAllLines(file).Select(line => line.Replace("{copy}", copy, StringComparison.Ordinal))]);

    /// <summary>Plays the session with a sample that runs.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="tool">The operator's tool.</param>
    /// <param name="patch">The patch that is applied.</param>
    /// <param name="say">Is told each line.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StagingException">An answer is another one.</exception>
    public async Task PlayAsync(SampleProcess sample, HotWeaveTool tool, string patch, Action<string> say, CancellationToken cancellation)
    {
        for (var i = 0; i < _lines.Length; i++)
        {
            say(_lines[i]);
            string text = _lines[i][2..];
            switch (_lines[i][0])
            {
                case '=' when text == "apply":
                    await tool.ApplyAsync(patch, sample.Id, cancellation).ConfigureAwait(false);
                    break;
                case '=' when text == "rollback":
                    await tool.RollbackAsync(sample.Id, cancellation).ConfigureAwait(false);
                    break;
                case '>':
                    string answer = await AskAsync(sample, text, cancellation).ConfigureAwait(false);
                    StagingException.Unless(
                        answer == _lines[i + 1], $"\"{text}\" was answered with \"{answer}\", and not with \"{_lines[i + 1]}\".");
                    say(_lines[++i]);
                    break;
                case '~':
                    await AskUntilAsync(sample, text, _lines[i + 1], cancellation).ConfigureAwait(false);
                    say(_lines[++i]);
                    break;
                default:
                    throw new StagingException($"The session has a line that it cannot play: {_lines[i]}");
            }
        }
    }

    private static async Task AskUntilAsync(SampleProcess sample, string text, string expected, CancellationToken cancellation)
    {
        string answer = "";
        try
        {
            while ((answer = await AskAsync(sample, text, cancellation).ConfigureAwait(false)) != expected)
                await Task.Delay(10, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException(
                $"\"{text}\" was answered with \"{answer}\" to the end, and not with \"{expected}\".", e, cancellation);
        }
    }

    private static async Task<string> AskAsync(SampleProcess sample, string text, CancellationToken cancellation)
    {
        await sample.TypeAsync(text).ConfigureAwait(false);
        return (await sample.NextAsync(static _ => true, cancellation).ConfigureAwait(false)).Text;
    }
}
