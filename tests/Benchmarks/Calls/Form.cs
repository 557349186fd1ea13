namespace HotWeave.Benchmarks.Calls;

/// <summary>How the called methods were built.</summary>
public enum Form
{
    /// <summary>Not woven.</summary>
    Plain,

    /// <summary>Not woven, and never inlined.</summary>
    Called,

    /// <summary>Woven as by default, never swapped.</summary>
    Left,

    /// <summary>Woven, small methods exported, never swapped.</summary>
    Exported,

    /// <summary>Woven, small methods exported, and swapped once it was warm.</summary>
    Swapped,
}
