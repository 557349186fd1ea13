using HotWeave.Guarding;

namespace HotWeave.Protocol;

/// <summary>
/// Has a collection made, on a thread of its own, after which it is looked for lost units. Where the collector is at work in the background, who
/// asks it for more waits until it has done, which may be minutes: whoever waits for units must not.
/// </summary>
/// <param name="look">Looks for them, and prepares what is not lost to be found later.</param>
/// <param name="collect">Finds all garbage that there is when it begins.</param>
internal sealed class LostUnitSearch(Action look, Action collect)
{
    private const int Idle = 0;
    private const int Searching = 1;
    private const int AskedAgain = 2;

    // Changed by interlocked operations only.
    private int _state;

    /// <summary>Looks at once, and again after a collection that begins from now on. Returns before that.</summary>
    internal void Ask()
    {
        look();
        if (Interlocked.Exchange(ref _state, AskedAgain) == Idle && !OwnWork.TryStartThread("HotWeave lost units", SearchWhileAsked))
            Interlocked.Exchange(ref _state, Idle);
    }

    private void SearchWhileAsked()
    {
        try
        {
            do
            {
                Interlocked.Exchange(ref _state, Searching);
                look();
                collect();
                look();
            }
            while (Interlocked.CompareExchange(ref _state, Idle, Searching) != Searching);
        }
        catch
        {
            Interlocked.Exchange(ref _state, Idle);
            throw;
        }
    }
}
