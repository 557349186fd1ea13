using System.Runtime.CompilerServices;
using Parts;

namespace Shop;

/// <summary>A worker of the common kind: one method that calls for ever, and has what it calls inlined once it is optimised.</summary>
public sealed class Endless
{
    private readonly Clerk _clerk = new();
    private readonly ManualResetEventSlim _isOptimised = new();

    public long Last { get; private set; }

    public string Start()
    {
        new Thread(() => Run()) { IsBackground = true }.Start();
        _isOptimised.Wait();
        return "optimised";
    }

    // Compiled with optimisation at once, so what it calls is inlined from the beginning.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Run()
    {
        while (true)
        {
            Last = _clerk.Scale(10);
            _isOptimised.Set();
        }
    }
}
