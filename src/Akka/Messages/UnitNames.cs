using System.Runtime.CompilerServices;
using Akka.Actor;

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

    /// <summary>What the unit of a message is called: what comes from timers and schedulers, by what is in it.</summary>
    internal string FindName(object message)
    {
        while (message is IWrappedMessage wrapped)
            message = wrapped.Message;
        return FindName(message.GetType());
    }

    /// <summary>What the unit of any message of a type is called.</summary>
    internal string FindName(Type message) => _messages.GetValue(message, t => $"{_actor}.{t.Name}");
}
