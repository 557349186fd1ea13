namespace HotWeave.Control.Protocol;

/// <summary>The numbers that both ends of a control connection must agree on. See <c>docs/live-control.md</c>.</summary>
internal static class ControlProtocol
{
    /// <summary>The only protocol there is. The tool talks to the very agent it ships, so a mismatch means a stranger at the socket.</summary>
    public const int Version = 1;

    /// <summary>First bytes of either side's first message: <c>HWCP</c>, little-endian.</summary>
    public const uint Magic = 0x50435748;

    /// <summary>Longest message, in bytes; a longer length prefix is refused before anything is allocated.</summary>
    public const int MaximumLength = 256 * 1024 * 1024;
}
