using Akka.Actor;
using HotWeave.Conformance;
using HotWeave.Runtime;

namespace HotWeave.Akka.Tests.Service;

/// <summary>Is told, and counts.</summary>
[Swappable]
public sealed class Ledger : ReceiveActor
{
    private readonly HashSet<int> _numbers = [];

    public Ledger()
    {
        Receive<Note>(note =>
        {
            if (!_numbers.Add(note.Number))
                throw new InvalidOperationException($"{note.Number} came twice.");
        });
        Receive<CountTold>(_ => Sender.Tell(Clerk.Told));
        Receive<CountNotes>(_ => Sender.Tell(_numbers.Count));
    }
}

/// <summary>Gets numbers that follow each other.</summary>
[Swappable]
public sealed class Feed : ReceiveActor
{
    private readonly HashSet<string> _units = [];
    private int _count;
    private int _outOfOrder;

    public Feed()
    {
        Receive<Send>(sent =>
        {
            _units.Add(UnitOfWork.Name ?? "none");
            if (sent.Number != ++_count && _outOfOrder == 0)
                _outOfOrder = sent.Number;
        });
        Receive<FindReceived>(_ => Sender.Tell(new Received(_count, _outOfOrder, [.. _units])));
    }
}
