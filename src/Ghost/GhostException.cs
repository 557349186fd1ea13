namespace HotWeave.Ghost;

/// <summary>An operation that failed, and at what.</summary>
internal sealed class GhostException(GhostStep step, int result, int method = 0) : Exception
{
    /// <summary>What was being done.</summary>
    public GhostStep Step { get; } = step;

    /// <summary>The HRESULT.</summary>
    public int Result { get; } = result;

    /// <summary>The token of the method that it was about; 0 for none.</summary>
    public int Method { get; } = method;

    /// <summary>Throws where a call failed.</summary>
    public static void Check(int result, GhostStep step, int method = 0)
    {
        if (result < 0)
            throw new GhostException(step, result, method);
    }
}

/// <summary>Results of calls that this library knows or gives itself.</summary>
internal static class HResult
{
    public const int Ok = 0;
    public const int NoInterface = unchecked((int)0x80004002);
    public const int Fail = unchecked((int)0x80004005);
    public const int InvalidArgument = unchecked((int)0x80070057);
    public const int NoAggregation = unchecked((int)0x80040110);
    public const int ClassNotAvailable = unchecked((int)0x80040111);

    /// <summary>CORPROF_E_SUSPENSION_IN_PROGRESS: somebody else, mostly the collector, holds the threads.</summary>
    public const int SuspensionInProgress = unchecked((int)0x80131388);
}
