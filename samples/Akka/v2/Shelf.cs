using Akka.Persistence;
using HotWeave;
using HotWeave.Akka;

namespace Warehouse;

/// <summary>One article: persistent, with handlers that its constructor registers.</summary>
[Swappable]
public sealed class Shelf : ReceivePersistentActor, IOnCodeChange
{
    private int _count;

    // New: an actor that version 1 made has it too.
    private readonly Dictionary<string, int> _reserved = [];

    public Shelf(string article)
    {
        PersistenceId = article;
        Recover<Moved>(moved => _count += moved.Count);
        Recover<Reserved>(Note);
        Serve();
    }

    public override string PersistenceId { get; }

    // An actor that lives registers its handlers once more, before the first message of the new version; and after a rollback.
    public void OnCodeChange(VersionNumber version) => Become(Serve);

    private int Free => _count - _reserved.Values.Sum();

    private void Serve()
    {
        Command<Add>(add => Move(add.Count));
        Command<Take>(take =>
        {
            if (take.Count > Free)
                Sender.Tell($"{PersistenceId}: only {Free}", Self);
            else
                Move(-take.Count);
        });
        Command<Reserve>(reserve => Persist(new Reserved(reserve.For, reserve.Count), reserved =>
        {
            Note(reserved);
            Sender.Tell(Describe(), Self);
        }));
        Command<Look>(_ => Sender.Tell(Describe(), Self));
        Command<Accident>(_ => throw new InvalidOperationException("It fell."));
    }

    private void Note(Reserved reserved) => _reserved[reserved.For] = _reserved.GetValueOrDefault(reserved.For) + reserved.Count;

    private void Move(int count) => Persist(new Moved(count), moved =>
    {
        _count += moved.Count;
        Sender.Tell(Describe(), Self);
    });

    private string Describe() =>
        $"{PersistenceId}: {_count}{string.Concat(_reserved.Select(reserved => $", {reserved.Value} for {reserved.Key}"))}";
}
