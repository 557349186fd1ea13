using HotWeave.Trust;

namespace HotWeave.Confirming;

/// <summary>The sequence numbers of signed patches that were confirmed, by this process or by another that shares its folder.</summary>
internal static class ConfirmedSequences
{
    /// <summary>Those of the folder that is set.</summary>
    /// <exception cref="SwapException">HW6349.</exception>
    internal static SequenceFloors Read()
    {
        try
        {
            return PatchFolder.Find()?.ReadSequences() ?? SequenceFloors.None;
        }
        catch (SwapException e)
        {
            throw TrustDiagnostics.SequencesUnreadable.Refuse(e, e.Message);
        }
    }
}
