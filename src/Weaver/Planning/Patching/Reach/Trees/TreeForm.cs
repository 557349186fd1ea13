namespace HotWeave.Weaver.Planning.Patching.Reach.Trees;

/// <summary>What an expression tree does with a member that it names by its token.</summary>
internal enum TreeForm
{
    /// <summary>Calls a method.</summary>
    Call,

    /// <summary>Reads a property by its accessor.</summary>
    Get,

    /// <summary>Applies an operator.</summary>
    Operator,

    /// <summary>Makes a delegate.</summary>
    Constant,

    /// <summary>Sets a property in an initialiser.</summary>
    Bind,

    /// <summary>Adds an element in an initialiser.</summary>
    ElementInit,

    /// <summary>Goes on within a property in an initialiser.</summary>
    Within,

    /// <summary>Makes an object by a constructor.</summary>
    New,

    /// <summary>Makes an object by the constructor without parameters that its type has.</summary>
    NewOfType,

    /// <summary>Reads a field.</summary>
    FieldGet,

    /// <summary>Sets a field in an initialiser.</summary>
    FieldBind,

    /// <summary>Goes on within a field in an initialiser.</summary>
    FieldWithin,

    /// <summary>Combines by <c>&amp;&amp;</c> or <c>||</c> of the type's own.</summary>
    ShortCircuit,
}
