namespace HotWeave.Weaver.Model;

/// <summary>Where the original instructions of an export are.</summary>
internal enum ExportKind
{
    /// <summary>After the stub, in the same method.</summary>
    InPlace,

    /// <summary>In a private method of their own, which the stub and the local callers call.</summary>
    Moved,

    /// <summary>After the stub, which asks the dispatch object whether it did the construction.</summary>
    Constructor,
}
