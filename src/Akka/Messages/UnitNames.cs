using System.Runtime.CompilerServices;

namespace HotWeave.Akka.Messages;

/// <summary>What status and messages call the units of an actor's messages, such as <c>Account.Deposit</c>. Thread-safe.</summary>
internal sealed class UnitNames
{
    // By type, weakly: a patch may bring actors and messages and be unloaded.
    private static readonly ConditionalWeakTable<Type, UnitNames> s_actors = [];
    private readonly ConditionalWeakTable<Type, string> _messages = [];
    private readonly string _actor;

    private UnitNames(Type actor) => _actor = actor.Name;

    internal static UnitNames Find(Type actor) => s_actors.GetValue(actor, static t => new UnitNames(t));

    internal string FindName(Type message) => _messages.GetValue(message, t => $"{_actor}.{t.Name}");
}
