using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace HotWeave.Runtime;

/// <summary>
/// What a method of a struct leaves that worked on a copy of it. Its stub takes the fields over that the method writes, and finishes the
/// call. So the stub
/// needs no address of the struct, which then need not lie in memory.
/// </summary>
/// <typeparam name="TSelf">The struct.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1051:Do not declare visible instance fields",
    Justification = "Generated code uses the fields, without calls that would take the address of the whole.")]
public struct WorkedCopy<TSelf>
{
    /// <summary>The copy, as the method left it.</summary>
    public TSelf Self;

    /// <summary>What the method threw; null when it returned.</summary>
    public Exception? Thrown;

#pragma warning disable CS0169 // With it the whole comes back in memory: what comes back in registers, several fields in one, is not taken apart.
    private readonly object? _wide;
#pragma warning restore CS0169

    /// <summary>Throws what the method threw, with the stack trace that it has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Finish()
    {
        if (Thrown is not null)
            WorkedCopy.Throw(Thrown);
    }
}

/// <summary>The same for a method that returns something.</summary>
/// <typeparam name="TSelf">The struct.</typeparam>
/// <typeparam name="TResult">What the method returns.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1051:Do not declare visible instance fields",
    Justification = "Generated code uses the fields, without calls that would take the address of the whole.")]
public struct WorkedCopy<TSelf, TResult>
{
    /// <summary>The copy, as the method left it.</summary>
    public TSelf Self;

    /// <summary>What the method returned, if it did.</summary>
    public TResult Result;

    /// <summary>What the method threw; null when it returned.</summary>
    public Exception? Thrown;

#pragma warning disable CS0169 // With it the whole comes back in memory: what comes back in registers, several fields in one, is not taken apart.
    private readonly object? _wide;
#pragma warning restore CS0169

    /// <summary>Throws what the method threw, with the stack trace that it has; else gives what it returned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TResult Finish()
    {
        if (Thrown is not null)
            WorkedCopy.Throw(Thrown);
        return Result;
    }
}

/// <summary>What the two have in common.</summary>
internal static class WorkedCopy
{
    /// <summary>Apart, so that <c>Finish</c> is small enough to be inlined.</summary>
    // The JIT looks into it and sees that it never returns: then nothing has to live on behind its call, and what the loop around a struct
    // counts with keeps its register. A method that forbids inlining, or that has a return, is taken for one that comes back.
    [StackTraceHidden]
    internal static void Throw(Exception thrown)
    {
        ExceptionDispatchInfo.Throw(thrown);
        throw thrown;
    }
}
