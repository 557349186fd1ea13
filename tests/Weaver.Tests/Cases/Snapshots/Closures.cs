using System;
using System.Runtime.CompilerServices;

public class Closures
{
    private int _total;

    public Func<int, int> Make<T>(T value)
    {
        return n => n + Twice(value!.GetHashCode()) + _total;

        int Twice(int m) => m > 1000 ? 0 : m * 2 + n2;
    }

    private const int n2 = 2;

    public Func<int> Self() => () => _total;

    public event Action? Changed;

    [MethodImpl(MethodImplOptions.Synchronized)]
    public int Locked(int n)
    {
        Changed?.Invoke();
        return _total += n;
    }
}
