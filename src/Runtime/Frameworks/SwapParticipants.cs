using HotWeave.Guarding;
using HotWeave.Protocol;

namespace HotWeave.Frameworks;

/// <summary>The applications of this process that take part in turns. Thread-safe.</summary>
internal static class SwapParticipants
{
    // Guards itself, and the subscription.
    private static readonly List<SwapParticipant> s_participants = [];
    private static bool s_isListening;

    internal static void Add(SwapParticipant participant)
    {
        lock (s_participants)
        {
            s_participants.Add(participant);
            if (s_isListening)
                return;
            s_isListening = true;
            Transition.Settled += Settle;
        }
    }

    internal static void Remove(SwapParticipant participant)
    {
        lock (s_participants)
            s_participants.Remove(participant);
    }

    internal static SwapParticipant[] List()
    {
        lock (s_participants)
            return [.. s_participants];
    }

    /// <summary>Tells all if nobody has another version than the current one.</summary>
    internal static void Settle()
    {
        if (List() is not { Length: > 0 } participants || Transition.World.Canary is not null || Transition.OldEpochs().Length > 0)
            return;
        foreach (var participant in participants)
            OwnWork.Run("letting a framework settle", participant.Settle);
    }
}
