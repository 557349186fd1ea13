using Akka.Persistence;
using HotWeave;
using HotWeave.Akka;

namespace Warehouse;

/// <summary>One article: persistent, with handlers that its constructor registers.</summary>
[Swappable]
public sealed class Shelf : ReceivePersistentActor, IOnCodeChange
{
    private int _count;

    public Shelf(string article)
    {
        PersistenceId = article;
        Recover<Moved>(moved => _count += moved.Count);
        Serve();
    }

    public override string PersistenceId { get; }

    // An actor that lives registers its handlers once more, before the first message of the new version; and after a rollback.
    public void OnCodeChange(VersionNumber version) => Become(Serve);

    private void Serve()
    {
        Command<Add>(add => Move(add.Count));
        Command<Take>(take =>
        {
            if (take.Count > _count)
                Sender.Tell($"{PersistenceId}: only {_count}", Self);
            else
                Move(-take.Count);
        });
        Command<Look>(_ => Sender.Tell(Describe(), Self));
        Command<Accident>(_ => throw new InvalidOperationException("It fell."));
    }

    private void Move(int count) => Persist(new Moved(count), moved =>
    {
        _count += moved.Count;
        Sender.Tell(Describe(), Self);
    });

    private string Describe() => $"{PersistenceId}: {_count}";
}
