using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Structs;

/// <summary>What a struct's method does to the struct that it is called on, and what else may touch that while it runs.</summary>
internal sealed class SelfEffects
{
    private readonly HashSet<FieldDefinition> _written = [];

    /// <summary>Everything: nobody could look.</summary>
    public static readonly SelfEffects Unknown = new() { Escapes = true, CallsOut = true };

    /// <summary>Whether its address, or that of a field, goes where nobody follows it, or is read as something that other threads
    /// write.</summary>
    public bool Escapes { get; set; }

    /// <summary>Whether any of it is read.</summary>
    public bool Reads { get; private set; }

    /// <summary>Whether it is written as a whole.</summary>
    public bool WritesWhole { get; set; }

    /// <summary>The fields that are written.</summary>
    public IReadOnlyCollection<FieldDefinition> Written => _written;

    /// <summary>Whether any of it is written.</summary>
    public bool Writes => WritesWhole || _written.Count > 0;

    /// <summary>Whether code runs that nobody looked at, or memory is written, that may be the struct by another name.</summary>
    public bool CallsOut { get; set; }

    /// <summary>Whether memory is read that may be the struct by another name.</summary>
    public bool LooksElsewhere { get; set; }

    /// <summary>Whether it may be read after <see cref="CallsOut"/>.</summary>
    public bool ReadsAfterCalls { get; set; }

    /// <summary>Notes that the struct is read.</summary>
    public void Read()
    {
        Reads = true;
        ReadsAfterCalls |= CallsOut;
    }

    /// <summary>Notes that a field is written.</summary>
    public void Write(FieldDefinition field) => _written.Add(field);

    /// <summary>Adds what a method does that is called next.</summary>
    /// <param name="called">Its effects.</param>
    /// <param name="isOnSelf">Whether it is called on the struct or a part of it.</param>
    public void Add(SelfEffects called, bool isOnSelf)
    {
        Escapes |= called.Escapes && isOnSelf;
        ReadsAfterCalls |= called.ReadsAfterCalls || (CallsOut && called.Reads);
        Reads |= called.Reads;
        WritesWhole |= called.WritesWhole;
        _written.UnionWith(called._written);
        LooksElsewhere |= called.LooksElsewhere;
        CallsOut |= called.CallsOut || called.Escapes;
    }
}
