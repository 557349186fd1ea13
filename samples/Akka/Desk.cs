using System.Globalization;
using Akka.Actor;
using HotWeave;

namespace Warehouse;

/// <summary>Takes what is said at the console to the articles' actors.</summary>
[Swappable]
public sealed class Desk(ActorSystem system)
{
    private readonly Dictionary<string, IActorRef> _articles = [];

    public Task<string> AnswerAsync(string[] words) => words switch
    {
        ["add", var article, var count] => Find(article).Ask<string>(new Add(Read(count))),
        ["take", var article, var count] => Find(article).Ask<string>(new Take(Read(count))),
        ["look", var article] => Find(article).Ask<string>(Look.Instance),
        ["drop", var article] => Drop(article),
        _ => Task.FromResult($"unknown {words[0]}"),
    };

    // Its supervisor makes another, which recovers what was stored.
    private Task<string> Drop(string article)
    {
        Find(article).Tell(new Accident());
        return Task.FromResult($"{article} dropped");
    }

    private IActorRef Find(string article) =>
        _articles.TryGetValue(article, out var known) ? known : _articles[article] = system.ActorOf(Props.Create(() => new Shelf(article)), article);

    private static int Read(string count) => int.Parse(count, CultureInfo.InvariantCulture);
}
