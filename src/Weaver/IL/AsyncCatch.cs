using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.IL;

/// <summary>Keeps the debug information of asynchronous bodies true while they are edited.</summary>
internal static class AsyncCatch
{
    /// <summary>
    /// The debug information of an asynchronous body without a catch handler, whose absence Cecil takes for offset 0 when the body is
    /// edited.
    /// </summary>
    public static AsyncMethodBodyDebugInformation? WithoutCatch(MethodDefinition body) =>
        body.CustomDebugInformations.OfType<AsyncMethodBodyDebugInformation>().FirstOrDefault(static a => a.CatchHandler.Offset < 0);

    /// <summary>Says again that it has none.</summary>
    public static void SetNoCatch(AsyncMethodBodyDebugInformation? information)
    {
        if (information is not null)
            information.CatchHandler = new InstructionOffset(-1);
    }
}
