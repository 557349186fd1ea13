using HotWeave.Guarding;
using HotWeave.Protocol;

namespace HotWeave.Runtime;

/// <summary>
/// A stream whose enumerations are units of work. What an async iterator sets in its context is gone at its next step, so the unit
/// is installed again at each; it begins at the first, which may have to wait, and ends at disposal.
/// </summary>
internal sealed class UnitStream<T>(string name, Func<object?[], IAsyncEnumerable<T>> call, object?[] arguments) : IAsyncEnumerable<T>
{
    /// <inheritdoc/>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new Enumerator(name, call, arguments, cancellationToken);

    private sealed class Enumerator(string name, Func<object?[], IAsyncEnumerable<T>> call, object?[] arguments, CancellationToken cancellationToken)
        : IAsyncEnumerator<T>
    {
        // Lost with the enumerator, if nobody disposes that.
        private UnitHandle? _handle;
        private IAsyncEnumerator<T>? _inner;
        private bool _begins;
        private bool _isDisposed;

        /// <inheritdoc/>
        public T Current => _inner is null ? default! : _inner.Current;

        /// <inheritdoc/>
        public ValueTask<bool> MoveNextAsync()
        {
            if (_isDisposed)
                return new ValueTask<bool>(false);
            if (_handle is null)
            {
                if (Unit.TryEnter(name, out var outer, out _) is not { } unit)
                    return EnterAndMoveAsync();
                _begins = !ReferenceEquals(unit, outer);
                _handle = UnitHandle.Entered(unit, outer);
            }

            return Move(_handle.Unit);
        }

        /// <inheritdoc/>
        public ValueTask DisposeAsync()
        {
            if (_isDisposed || _handle is null)
            {
                _isDisposed = true;
                return default;
            }

            _isDisposed = true;
            return _inner is null ? End() : DisposeInnerAsync(_handle, _inner);
        }

        private async ValueTask<bool> EnterAndMoveAsync()
        {
            _handle = await UnitOfWork.EnterAsync(name, cancellationToken);
            _begins = true;
            return await Move(_handle.Unit).ConfigureAwait(false);
        }

        private ValueTask<bool> Move(Unit unit)
        {
            var ambient = default(AmbientSwitch);
            ambient.To(unit, Unit.Ambient);
            try
            {
                _inner ??= call(arguments).GetAsyncEnumerator(cancellationToken);
                return _begins ? Watch(unit, _inner.MoveNextAsync()) : _inner.MoveNextAsync();
            }
            catch (Exception e) when (Fails(unit, e))
            {
                throw;
            }
            finally
            {
                ambient.Back();
            }
        }

        private bool Fails(Unit unit, Exception thrown)
        {
            if (_begins && thrown is not OperationCanceledException)
                unit.Fail();
            return false;
        }

        // No async method, which would show in the exception's stack trace.
        private static ValueTask<bool> Watch(Unit unit, ValueTask<bool> step)
        {
            if (step.IsCompletedSuccessfully)
                return step;
            var task = step.AsTask();
            if (task.IsCompleted)
                FailWith(unit, task);
            else
                OwnWork.After(task, "noting that a unit failed", () => FailWith(unit, task));
            return new ValueTask<bool>(task);
        }

        private static void FailWith(Unit unit, Task task)
        {
            if (task.IsFaulted)
                unit.Fail();
        }

        // The iterator's finally blocks belong to the unit.
        private static async ValueTask DisposeInnerAsync(UnitHandle handle, IAsyncEnumerator<T> inner)
        {
            try
            {
                Unit.SetAmbient(handle.Unit);
                await inner.DisposeAsync().ConfigureAwait(false);
            }
            finally
            {
                handle.Release();
            }
        }

        private ValueTask End()
        {
            _handle!.Release();
            return default;
        }
    }
}
