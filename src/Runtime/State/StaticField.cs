using HotWeave.Runtime;

namespace HotWeave.State;

/// <summary>One added static field: its cell, and whether its initialiser has run.</summary>
internal abstract class StaticField(Type declaring, string name)
{
    /// <summary>The field's name for people.</summary>
    internal string FullName => declaring + "." + name;

    /// <summary>The operation that ran the initialiser has ended; if it failed, the value goes, as if the initialiser had never run.</summary>
    internal abstract void Settle(bool keep);
}

/// <summary>An added static field of type <typeparamref name="T"/>.</summary>
internal sealed class StaticField<T> : StaticField
{
    // The lock is the field itself; it makes sure that the initialiser runs once, whichever patches and threads ask.
    private bool _isMade;
    private bool _isMaking;

    // The operation that ran the initialiser and has not ended yet.
    private StaticInitialisation? _run;

    internal StaticField(Type declaring, string name)
        : base(declaring, name) => Cell = new Cell<T>(declaring, name, default!);

    internal Cell<T> Cell { get; }

    /// <summary>Whether the field has its first value, or is getting it.</summary>
    internal bool IsMade
    {
        get
        {
            lock (this)
                return _isMade || _isMaking;
        }
    }

    /// <summary>Runs the initialiser, unless one has run for this field before. Null: the field begins with its type's default.</summary>
    /// <param name="initialiser">Computes the value; it may put values into the cell while it does.</param>
    /// <param name="isWithin">Whether the initialiser of another field asks, which runs again where this one has to.</param>
    internal void Make(Func<T>? initialiser, bool isWithin = false)
    {
        var run = StaticInitialisation.Current;
        lock (this)
        {
            if (_run is { IsAbandoned: true } && _run != run)
                throw new InvalidOperationException($"{FullName} is still being initialised by an operation that was given up.");
            // An initialiser that reads its own field sees the default, as in a static constructor.
            if (_isMade || _isMaking)
                return;
            if (initialiser is not null)
                Make(initialiser, run, isWithin);
            _isMade = true;
        }
    }

    internal override void Settle(bool keep)
    {
        lock (this)
        {
            _run = null;
            if (keep)
                return;
            Cell.Value = default!;
            _isMade = false;
        }
    }

    private void Make(Func<T> initialiser, StaticInitialisation? run, bool isWithin)
    {
        _isMaking = true;
        try
        {
            run?.Begin(this);
            Cell.Value = initialiser();
            _run = run;
            run?.Made(this, isWithin ? null : () => Make(initialiser));
        }
        catch
        {
            Cell.Value = default!;
            throw;
        }
        finally
        {
            _isMaking = false;
        }
    }
}
