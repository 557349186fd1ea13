using System.Reflection;
using Akka.Dispatch;

namespace HotWeave.Akka.Mailboxes;

/// <summary>
/// Whether a mailbox is suspended: its actor has failed, or its handler awaits. Akka.NET does not tell it in public; where a later one
/// has no such method, every mailbox counts as suspended after a message, so that its next message is dispatched anew, which costs time
/// and nothing else.
/// </summary>
internal static class MailboxSuspension
{
    private static readonly Func<Mailbox, bool>? s_isSuspended = Find();

    internal static bool IsKnown => s_isSuspended is not null;

    internal static bool IsSuspended(Mailbox? mailbox) => s_isSuspended is null || mailbox is null || s_isSuspended(mailbox);

    private static Func<Mailbox, bool>? Find()
    {
        var method = typeof(Mailbox).GetMethod("IsSuspended", BindingFlags.Instance | BindingFlags.NonPublic, []);
        return method is { IsVirtual: false } && method.ReturnType == typeof(bool) ? method.CreateDelegate<Func<Mailbox, bool>>() : null;
    }
}
