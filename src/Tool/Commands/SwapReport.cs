using HotWeave.Control.Protocol;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Commands;

/// <summary>Puts an agent's account of a turn into a document.</summary>
internal static class SwapReport
{
    public static SwapDocument Create(string command, string outcome, int processId, SwapReply reply)
    {
        var hasPatch = reply.PatchId.Length > 0;
        return new SwapDocument
        {
            Command = command,
            Outcome = outcome,
            ProcessId = processId,
            From = reply.From,
            To = reply.To,
            PatchId = hasPatch ? reply.PatchId : null,
            FromLabel = hasPatch ? reply.FromLabel : null,
            ToLabel = hasPatch ? reply.ToLabel : null,
            Mode = reply.Mode,
            ModeReason = reply.ModeReason.Length > 0 ? reply.ModeReason : null,
            Types = reply.Types,
            Edits = reply.Edits,
            Remarks = reply.Remarks,
            Warnings = reply.Warnings,
        };
    }
}
