using HotWeave.Protocol;

namespace HotWeave;

/// <summary>
/// The units of a stream's messages, one after the other, made by <see cref="UnitOfWork.BeginStream"/>. For what hands messages to a handler
/// that asks for them and does not say when it has done with one: a message's unit begins when the handler gets it, and ends when the
/// handler asks for the next.
/// </summary>
/// <remarks>
/// <para>All that the flow which began the stream calls and starts is in the unit of the message under way, and outside units between two
/// messages, also code that was started before the message came.</para>
/// <para>Thread-safe; a message that begins ends the one before.</para>
/// </remarks>
public sealed class StreamUnits : IDisposable
{
    private readonly string _name;
    private readonly Unit _place;
    private readonly Unit? _outer;

    // Protects which message is under way, so that what is meant at the place is that one's unit, and that none is once the stream has ended.
    private readonly object _lock = new();
    private UnitHandle? _current;
    private bool _hasEnded;

    internal StreamUnits(string name)
    {
        _name = name;
        _place = Unit.MakePlace(name);
        _outer = Unit.AmbientPlace;
        Unit.SetAmbient(_place);
    }

    /// <summary>Whether a message is under way.</summary>
    public bool IsInside => Volatile.Read(ref _current) is not null;

    /// <summary>Ends the unit of the message before, and begins that of the next, waiting without a thread while new units have to wait.</summary>
    /// <param name="cancellationToken">Ends the waiting with an <see cref="OperationCanceledException"/>; no message is under way then.</param>
    /// <returns>A task that ends when the message is under way.</returns>
    public ValueTask BeginNextAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            EndCurrent();
            return ValueTask.FromCanceled(cancellationToken);
        }

        return TryBeginNext() ? default : WaitAsync(cancellationToken);
    }

    /// <summary>As <see cref="BeginNextAsync"/>, without waiting.</summary>
    /// <returns>False while new units have to wait; no message is under way then.</returns>
    public bool TryBeginNext()
    {
        EndCurrent();
        if (Unit.TryBegin(_name, out _) is not { } unit)
            return false;
        Exchange(UnitHandle.Entered(unit, outer: null));
        return true;
    }

    /// <summary>Ends the unit of the message under way, if there is one.</summary>
    public void EndCurrent() => Exchange(null);

    /// <summary>Says that the message under way has not been handled: it counts as an error when a version on probation is judged.</summary>
    public void Fail() => Volatile.Read(ref _current)?.Fail();

    /// <summary>
    /// Ends the stream: messages that somebody goes on to read are outside units. Where it is disposed by the flow that began it, that flow is
    /// where it was before.
    /// </summary>
    public void Dispose()
    {
        lock (_lock)
            _hasEnded = true;
        EndCurrent();
        if (ReferenceEquals(Unit.AmbientPlace, _place))
            Unit.SetAmbient(_outer);
    }

    private void Exchange(UnitHandle? next)
    {
        var ended = next;
        lock (_lock)
        {
            if (!_hasEnded || next is null)
            {
                ended = _current;
                _place.SetMeant(next?.Unit);
                Volatile.Write(ref _current, next);
            }
        }

        ended?.Release();
    }

    private async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        do
            await UnitOfWork.WaitForGateAsync(cancellationToken).ConfigureAwait(false);
        while (!TryBeginNext());
    }
}
