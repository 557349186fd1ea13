namespace HotWeave.Weaver;

/// <summary>
/// What happens to small methods when an assembly is woven. A change of a method without a stub makes its callers in swappable types part
/// of the patch.
/// </summary>
public enum SmallMethods
{
    /// <summary>
    /// No stub have only methods that do nothing but read or write one field, and instance methods of structs with at most 16 bytes of IL;
    /// and of these not those that an interface or a base class declares, whose address, token or name code of the assembly takes, or that
    /// a waiting loop calls.
    /// </summary>
    Accessors,

    /// <summary>
    /// No stub have methods with at most 16 bytes of IL, save virtual ones and constructors of classes: what only reflection, delegates and
    /// other assemblies call stays old.
    /// </summary>
    Leave,

    /// <summary>They are exports like all others.</summary>
    Export,
}
