using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using HotWeave.Protocol;

namespace HotWeave;

/// <summary>
/// The way into a unit of work, made by <see cref="UnitOfWork.EnterAsync"/>, <see cref="UnitOfWork.EnterRootAsync"/> or
/// <see cref="CapturedUnit.EnterAsync"/>; await it once, at once.
/// </summary>
/// <remarks>
/// It is no task: what an async method sets in its execution context is gone when it returns, so the unit has to be set where the
/// caller's own code runs on, which is what its awaiter does.
/// </remarks>
public readonly struct UnitEntry : IEquatable<UnitEntry>
{
    private readonly string _name;
    private readonly bool _isRoot;
    private readonly CancellationToken _cancellationToken;
    private readonly bool _continueOnCapturedContext;
    private readonly Unit? _captured;

    internal UnitEntry(string name, bool isRoot, Unit? captured, bool continueOnCapturedContext, CancellationToken cancellationToken)
    {
        _captured = captured;
        _name = name;
        _isRoot = isRoot;
        _cancellationToken = cancellationToken;
        _continueOnCapturedContext = continueOnCapturedContext;
    }

    /// <summary>Whether two entries have the same name, kind, token and context.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(UnitEntry left, UnitEntry right) => left.Equals(right);

    /// <summary>Whether two entries differ.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(UnitEntry left, UnitEntry right) => !left.Equals(right);

    /// <summary>Says where the caller goes on if it had to wait, as <see cref="Task.ConfigureAwait(bool)"/> does.</summary>
    /// <param name="continueOnCapturedContext">True (the default): in the caller's synchronization context.</param>
    /// <returns>What to await.</returns>
    public UnitEntry ConfigureAwait(bool continueOnCapturedContext) =>
        new(_name, _isRoot, _captured, continueOnCapturedContext, _cancellationToken);

    /// <summary>For the compiler.</summary>
    public Awaiter GetAwaiter() => new(_name, _isRoot, _captured, _continueOnCapturedContext, _cancellationToken);

    /// <inheritdoc/>
    public bool Equals(UnitEntry other) =>
        _name == other._name
        && _isRoot == other._isRoot
        && ReferenceEquals(_captured, other._captured)
        && _cancellationToken == other._cancellationToken
        && _continueOnCapturedContext == other._continueOnCapturedContext;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UnitEntry other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_name, _isRoot, _captured, _cancellationToken, _continueOnCapturedContext);

    /// <summary>For the compiler. Enters when it is asked whether it is completed, or once the gate has opened.</summary>
    public struct Awaiter : ICriticalNotifyCompletion
    {
        private readonly string _name;
        private readonly bool _isRoot;
        private readonly CancellationToken _cancellationToken;
        private readonly bool _continueOnCapturedContext;
        private readonly Unit? _captured;
        private Unit? _unit;
        private Waiting? _waiting;

        internal Awaiter(string name, bool isRoot, Unit? captured, bool continueOnCapturedContext, CancellationToken cancellationToken)
        {
            _captured = captured;
            _name = name;
            _isRoot = isRoot;
            _cancellationToken = cancellationToken;
            _continueOnCapturedContext = continueOnCapturedContext;
        }

        /// <summary>Whether the caller need not wait.</summary>
        public bool IsCompleted
        {
            get
            {
                if (_unit is null && _waiting is null)
                {
                    _unit = _cancellationToken.IsCancellationRequested ? null : TryEnter(_name, _isRoot, _captured, out _);
                    if (_unit is null)
                        _waiting = Waiting.Begin(_name, _isRoot, _captured, _cancellationToken);
                }

                return _unit is not null || _waiting!.Task.IsCompleted;
            }
        }

        /// <summary>Enters, and makes the unit the caller's.</summary>
        /// <exception cref="OperationCanceledException">The token was signalled before a unit was entered.</exception>
        public UnitHandle GetResult()
        {
            var unit = IsCompleted && _unit is { } entered ? entered : _waiting!.TakeUnit();
            var outer = Unit.Ambient;
            return UnitHandle.EnteredHere(unit, outer, joins: ReferenceEquals(unit, _captured) || ReferenceEquals(unit, outer));
        }

        /// <inheritdoc/>
        public void OnCompleted(Action continuation)
        {
            try
            {
                _waiting!.Task.ConfigureAwait(_continueOnCapturedContext).GetAwaiter().OnCompleted(continuation);
            }
            catch (OutOfMemoryException e)
            {
                _waiting!.GiveUp(e, continuation);
            }
        }

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation)
        {
            try
            {
                _waiting!.Task.ConfigureAwait(_continueOnCapturedContext).GetAwaiter().UnsafeOnCompleted(continuation);
            }
            catch (OutOfMemoryException e)
            {
                _waiting!.GiveUp(e, continuation);
            }
        }

        private static Unit? TryEnter(string name, bool isRoot, Unit? captured, out Gate? closed)
        {
            if (captured is not null)
                return captured.TryEnterFor(name, out closed);
            return isRoot ? Unit.TryBegin(name, out closed) : Unit.TryEnter(name, out _, out closed);
        }

        /// <summary>Who waits at the gate. The unit is here and not in the task's result, for which there may be no memory once it was entered.</summary>
        private sealed class Waiting
        {
            private const int Entered = 1;
            private const int Abandoned = 2;

            private Unit? _unit;
            private int _state;
            private OutOfMemoryException? _failure;

            internal Task Task { get; private set; } = Task.CompletedTask;

            internal static Waiting Begin(string name, bool isRoot, Unit? captured, CancellationToken cancellationToken)
            {
                var waiting = new Waiting();
                waiting.Task = waiting.WaitAsync(name, isRoot, captured, cancellationToken);
                return waiting;
            }

            internal Unit TakeUnit()
            {
                if (_failure is not null)
                    ExceptionDispatchInfo.Throw(_failure);
                Task.GetAwaiter().GetResult();
                return _unit!;
            }

            /// <summary>
            /// Nobody would go on when the gate opens. Whoever awaits goes on at once, and is told: what is thrown from here would end
            /// the process.
            /// </summary>
            internal void GiveUp(OutOfMemoryException failure, Action continuation)
            {
                _failure = failure;
                if (Interlocked.Exchange(ref _state, Abandoned) == Entered)
                    _unit!.ReleaseUnmeasured();
                continuation();
            }

            private async Task WaitAsync(string name, bool isRoot, Unit? captured, CancellationToken cancellationToken)
            {
                while (true)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (TryEnter(name, isRoot, captured, out var closed) is { } unit)
                    {
                        _unit = unit;
                        if (Interlocked.CompareExchange(ref _state, Entered, 0) == Abandoned)
                            unit.ReleaseUnmeasured();
                        return;
                    }

                    await closed!.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }
}
