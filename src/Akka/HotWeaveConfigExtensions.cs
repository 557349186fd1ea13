using HotWeave.Akka;

namespace Akka.Configuration;

/// <summary>Adds HotWeave to an actor system by its configuration.</summary>
public static class HotWeaveConfigExtensions
{
    // Those that Akka.NET takes where nobody names one, for actors that stash, and where an actor asks for one without bounds.
    private static readonly string[] s_mailboxes =
        ["akka.actor.default-mailbox", "akka.actor.mailbox.unbounded-queue-based", "akka.actor.mailbox.unbounded-deque-based"];

    /// <summary>
    /// Makes each message of an actor a unit of work, has what its handler asks of other actors join it, and tells living actors of swaps
    /// (<see cref="IOnCodeChange"/>).
    /// </summary>
    /// <param name="config">
    /// The application's configuration. A mailbox for which it names a type keeps that: name <see cref="UnitMailbox"/> there, or its
    /// messages are no units, of which the log warns.
    /// </param>
    /// <returns>The configuration to create the system with.</returns>
    public static Config UseHotWeave(this Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var type = $"{typeof(UnitMailbox).FullName}, {typeof(UnitMailbox).Assembly.GetName().Name}";
        var unnamed = s_mailboxes.Where(path => !config.HasPath(path + ".mailbox-type"));
        var named = string.Concat(unnamed.Select(path => $"{path}.mailbox-type = \"{type}\"\n"));
        return ConfigurationFactory.ParseString(named).WithFallback(config);
    }
}
