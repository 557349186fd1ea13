namespace HotWeave.Survey.EveryBody;

/// <summary>How every body of a library is changed without doing anything else than before.</summary>
internal enum BodyEdit
{
    /// <summary>A constant is loaded and dropped.</summary>
    Padding,

    /// <summary>Each class gets an instance field, which each of its instance methods reads.</summary>
    InstanceField,

    /// <summary>Each type gets a static field, which each of its methods reads and writes.</summary>
    StaticField,
}
