using Akka.Actor;
using Akka.Persistence;
using HotWeave.Conformance;
using HotWeave.Runtime;

namespace HotWeave.Akka.Tests.Service;

/// <summary>Stores each deposit before it answers.</summary>
[Swappable]
public sealed class Account : ReceivePersistentActor, IOnCodeChange
{
    private int _amount;

    public Account()
    {
        Recover<Deposit>(deposit => _amount += deposit.Amount);
        Register();
    }

    public override string PersistenceId => "account";

    public void OnCodeChange(VersionNumber version) => Become(Register);

    private void Register()
    {
        Command<Deposit>(deposit => Persist(deposit, stored =>
        {
            _amount += stored.Amount;
            Sender.Tell(new Balance(_amount, Part.Of(nameof(Account))));
        }));
        Command<Stumble>(_ => throw new InvalidOperationException("It stumbled."));
    }
}
