using System.Threading.Channels;
using HotWeave;

/// <summary>Code that runs while versions change.</summary>
[Swappable]
public class Worker
{
#if V3
    private const string Version = "three";
#elif V2
    private const string Version = "two";
#else
    private const string Version = "one";
#endif

    public Func<string> Handler { get; } = () => "handled by " + Version;

    [UnitOfWork]
    public async Task<string> JobAsync(Task middle)
    {
        var first = new Steps().Name();
        await middle;
        return first + " and " + new Steps().Name();
    }

    public async Task LoopAsync(ChannelReader<string> messages, ChannelWriter<string> answers)
    {
        await foreach (var message in messages.ReadAllAsync())
            await answers.WriteAsync(Answer(message));
    }

    public T Pick<T>(IEnumerable<T> items, int index)
    {
        var list = items.ToList();
#if V2
        list.Reverse();
#endif
        return index < list.Count ? list[index] : throw new ArgumentOutOfRangeException(nameof(index));
    }

    private static string Answer(string message) => message + " answered by " + Version;

    [Swappable]
    public class Steps
    {
        public string Name()
        {
            var name = Version;
            return name.ToUpperInvariant();
        }
    }
}
