namespace HotWeave.Runtime.Tests.Systematic.Control;

/// <summary>What one thread waits for and others give, once for each wait; what is given twice before is given once.</summary>
internal sealed class Signal
{
    // Protects _isGiven.
    private readonly object _lock = new();
    private bool _isGiven;

    internal void Give()
    {
        lock (_lock)
        {
            _isGiven = true;
            Monitor.Pulse(_lock);
        }
    }

    internal void Wait()
    {
        lock (_lock)
        {
            while (!_isGiven)
                Monitor.Wait(_lock);
            _isGiven = false;
        }
    }

    /// <returns>False when it was not given in that time.</returns>
    internal bool Wait(TimeSpan longest)
    {
        lock (_lock)
            return _isGiven || (Monitor.Wait(_lock, longest) && _isGiven);
    }
}
