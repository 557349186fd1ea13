namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>What stands in a version class for an export.</summary>
internal enum ExportForm
{
    /// <summary>The new body.</summary>
    Override,

    /// <summary>A call of the static method that has the new body, since callers within the patch name that.</summary>
    Static,

    /// <summary>Tests of the object's type for overrides that no method table has, then such a call.</summary>
    Tests,

    /// <summary>Such tests, then the deployed body: the method is abstract now.</summary>
    TestsThenDeployed,

    /// <summary>The deployed body: the method is gone, or abstract now.</summary>
    Deployed,

    /// <summary>What objects inherit where an override is gone.</summary>
    Inherited,

    /// <summary>What the class answers to casts.</summary>
    CastAnswer,
}
